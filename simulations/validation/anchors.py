"""Waits in mean service times that were worked out before, by others' hands: what our own oracle is held against.

Of M/E2/n and E2/E2/n, by loads and by numbers of berths; computed by a Markov chain and agreed by a simulation in
SimPy (November 2026). The tables that harbour engineers use (Groenveld, Service Systems in Ports and Inland Waterways,
VSSD 2007; PIANC report 121, 2014) are of the same queues, with misprints: E2/E2/4 at 0.5 is printed as .0532.
"""

LOADS = (0.5, 0.6, 0.7, 0.8)
WAITS = {
    "M/E2": (
        (0.7500, 0.2556, 0.1229, 0.0685),
        (1.125, 0.4288, 0.2279, 0.1395),
        (1.750, 0.7286, 0.4180, 0.2746),
        (3.000, 1.3424, 0.8183, 0.5677),
    ),
    "E2/E2": (
        (0.3904, 0.1181, 0.0511, 0.0257),
        (0.6306, 0.2226, 0.1107, 0.0638),
        (1.0391, 0.4125, 0.2275, 0.1442),
        (1.8653, 0.8127, 0.4849, 0.3301),
    ),
}
# Boxes an hour of a crane that 2, 4, 6 and 8 tractors serve (`tractors`).
LOOP_RATES = (10.226, 17.505, 21.927, 24.302)
