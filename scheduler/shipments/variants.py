"""In which boxes a shipment can take a route, and what forbids it."""

from collections.abc import Iterator, Sequence

from data.bookings import Empties, Shipment
from data.export_chain import begins
from scheduler.shipments.dating.clock import SAME
from scheduler.shipments.routes import Network, Route


class Variants:
    """The boxes of a shipment on given routes; `rows` are those of its kind at its origin."""

    def __init__(self, network: Network, shipment: Shipment, rows: Sequence[Empties]) -> None:
        self.network, self.shipment, self.case, self.rows = network, shipment, network.case, rows
        self._begins = network.clock.minute(begins(shipment))
        self._kept = network.kept.get(shipment.id)

    def of(self, route: Route) -> Iterator[tuple[bool, Empties | None, Empties | None, str]]:
        """With or without other boxes, and the rows of empty ones; what forbids each, "" for nothing."""
        shipment, hub = self.shipment, route.hub
        general, kept = self._obstacle(route), self._kept
        kinds = [False]
        if hub is not None and shipment.restuffing and self.case.port_by_code[hub].restuffing_h is not None:
            kinds.append(True)
        for restuffed in kinds:
            obstacle = general or (self._no_time_to_restuff(route) if restuffed else "")
            if not self.case.empties:
                yield restuffed, None, None, obstacle
                continue
            line = route.sailings[0 if restuffed else -1].line
            rows = [row for row in self.rows if row.line == line]
            hub_rows: list[Empties | None] = [None]
            if restuffed:
                hub_rows = [*self._hub_rows(route)]
            if not rows or not hub_rows:
                lack = f"{line} has no empty {shipment.box_type} at {shipment.origin}"
                if rows:
                    lack = f"{route.sailings[-1].line} has no empty {shipment.box_type} at {hub} in time"
                yield restuffed, rows[0] if rows else None, None, obstacle or lack
            elif all(row.boxes < shipment.boxes for row in rows):
                most = max(row.boxes for row in rows)
                lack = f"{line} has {most} empty {shipment.box_type} at {shipment.origin}, and it is {shipment.boxes}"
                yield restuffed, rows[0], hub_rows[0], obstacle or lack
            else:
                for row in rows:
                    if row.boxes >= shipment.boxes:
                        for hub_row in hub_rows:
                            suits = kept is None or kept.suits(restuffed, row.id, hub_row.id if hub_row else None)
                            yield restuffed, row, hub_row, obstacle or ("" if suits else "its boxes are out already")

    def _obstacle(self, route: Route) -> str:
        """What of the shipment itself forbids a route."""
        shipment, clock = self.shipment, self.case.terminal.clock
        if self._kept is not None:
            forbidden = self._kept.forbids_route(route.key, route.sailings[0].departure)
            if forbidden:
                return forbidden
        if shipment.direct_only and route.hub is not None:
            return f"transhipment is refused, and it changes ships at {route.hub}"
        latest = shipment.latest_departure
        if latest is not None and route.sailings[0].departure > latest:
            return f"it leaves after the latest departure {clock(latest)}"
        if shipment.declared_elsewhere and route.hub != shipment.declared_at:
            return f"it is declared at {shipment.declared_at} and does not first change ships there"
        mass = shipment.gross_mass_kg
        for leg in route.sailings:
            if shipment.teu > leg.capacity_teu:
                return f"{leg.id} has room for {leg.capacity_teu} TEU, and it is {shipment.teu}"
            if shipment.plug and leg.capacity_plugs is not None and shipment.boxes > leg.capacity_plugs:
                return f"{leg.id} has {leg.capacity_plugs} plugs, and it is {shipment.boxes} reefers"
            if leg.capacity_kg is not None and mass > leg.capacity_kg:
                return f"{leg.id} can take {leg.capacity_kg} kg, and it is {mass}"
        return ""

    def _no_time_to_restuff(self, route: Route) -> str:
        port = self.case.port_by_code[route.hub or ""]
        takes = (port.restuffing_h or 0) * 60
        latest = route.hub_departure - port.connection_h * 60
        if "TCO" in self.network.cutoffs:
            latest = min(latest, float(self.network.cutoffs["TCO"][route.second]))
        late = route.hub_arrival + takes - latest
        return "" if late <= SAME else f"{late / 60:g} h too few to move the goods into other boxes at {route.hub}"

    def _hub_rows(self, route: Route) -> Iterator[Empties]:
        line, clock = route.sailings[-1].line, self.network.clock
        for row in self.case.empties:
            if (row.port, row.box_type, row.line) != (route.hub, self.shipment.box_type, line):
                continue
            there = max(clock.minute(row.available), self._begins + row.lead_h * 60)
            if there <= route.hub_arrival + SAME and row.boxes >= self.shipment.boxes:
                yield row
