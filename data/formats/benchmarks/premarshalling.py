"""The sets of pre-marshalling: boxes in a bay, brought into the order in which they leave.

premarshalling_cvs: Caserta, Voss and Sniedovich, OR Spectrum 33, 2011; premarshalling_bf: Bortfeldt and Forster, EJOR
217, 2012. The first line has the number of stacks and of boxes; then comes a line a stack: how many boxes stand in it,
and their groups from the bottom to the top. A smaller group leaves earlier. Stacks count from 1.

How high stacks may be is not in the files. In premarshalling_bf it is the second number of a file's name,
cpmp_S_T_N_G_B_i. In premarshalling_cvs it is two boxes more than were stacked: the first number of the folder's name
(tiers-stacks), or where it has another name, the boxes of the fullest stack.

What it means is told in `benchmarks.yard`, which poses it: an instance is one bay and no case.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from data.formats.benchmarks.stacks import stacks_of

# A stack of premarshalling_cvs may grow by so many boxes above those stacked.
_ROOM = 2
_OF_BF = re.compile(r"cpmp_[0-9]{1,4}_([0-9]{1,4})(_[0-9]{1,5}){4}")
_OF_CVS = re.compile(r"([0-9]{1,4})-[0-9]{1,4}")


@dataclass(frozen=True)
class Instance:
    """A file of the sets: the groups in each stack from the bottom to the top, and how many boxes it may hold."""

    stacks: tuple[tuple[int, ...], ...]
    height: int


def read(path: Path) -> Instance:
    """The instance of a file of the sets. Raises BadInput where it is none."""
    top, boxes, listed = stacks_of(path, "the group of a box")
    stacks = [groups for _, groups in listed]
    stand = sum(map(len, stacks))
    if stand != boxes:
        raise top.wrong(f"{stand} boxes stand in the stacks", f"give {stand}, or all boxes", boxes)
    fullest = max(map(len, stacks))
    height = _height(path, fullest)
    if fullest > height:
        raise top.wrong(
            f"a stack holds {fullest} boxes, and by the name of the file or folder {height} may stand there",
            "correct the name, or the stack",
            fullest,
        )
    return Instance(tuple(stacks), height)


def _height(path: Path, fullest: int) -> int:
    if of_bf := _OF_BF.fullmatch(path.stem):
        return int(of_bf[1])
    of_cvs = _OF_CVS.fullmatch(path.resolve().parent.name)
    return (int(of_cvs[1]) if of_cvs else fullest) + _ROOM
