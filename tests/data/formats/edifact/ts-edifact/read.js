// Reads a BAPLIE with ts-edifact: `node read.js FILE`. Prints its segments as JSON; fails where the characters, the
// formats of its elements or the order of its segments break the definitions beside this program.
//
// The parts of ts-edifact are named one by one: its index wants packages that it does not declare.
const fs = require("fs");
const path = require("path");
const { Configuration } = require("ts-edifact/lib/configuration");
const { ElementTableBuilder } = require("ts-edifact/lib/elements");
const { Parser } = require("ts-edifact/lib/parser");
const { SegmentTableBuilder } = require("ts-edifact/lib/segments");
const { Tracker } = require("ts-edifact/lib/tracker");
const { Dictionary, ValidatorImpl } = require("ts-edifact/lib/validator");

const text = fs.readFileSync(process.argv[2], "utf-8");
const release = /UNH\+[^+]*\+BAPLIE:D:([0-9A-Z]+)/.exec(text)[1];
const definitions = (kind) => JSON.parse(fs.readFileSync(path.join(__dirname, `D${release}_BAPLIE.${kind}.json`), "utf-8"));

const validator = new ValidatorImpl(true);
validator.define(SegmentTableBuilder.enrichWithDefaultSegments(new Dictionary(definitions("segments"))));
validator.define(ElementTableBuilder.enrichWithDefaultElements(new Dictionary(definitions("elements"))));
const parser = new Parser(new Configuration({ validator }));
const tracker = new Tracker(definitions("struct"));
const segments = [];
let inMessage = false;

parser.onOpenSegment = (name) => segments.push([name, []]);
parser.onElement = () => segments[segments.length - 1][1].push([]);
parser.onComponent = (value) => {
  const [name, elements] = segments[segments.length - 1];
  elements[elements.length - 1].push(value);
  if (name === "UNB" && elements.length === 1 && elements[0].length === 1) {
    parser.updateCharset(value);
  }
};
parser.onCloseSegment = () => {
  const [name] = segments[segments.length - 1];
  inMessage = inMessage || name === "UNH";
  if (inMessage) {
    tracker.accept(name);
  }
  inMessage = inMessage && name !== "UNT";
};
parser.write(text);
parser.end();
process.stdout.write(JSON.stringify(segments));
