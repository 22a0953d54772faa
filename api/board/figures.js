// Figures as planners and analysts write them, in the board's language.

import { locale, t } from "./language.js";

/** A figure with at most so many decimals, or a dash where there is none. */
export function figure(value, digits = 1) {
  if (value === null || value === undefined) return "–";
  return value.toLocaleString(locale(), { maximumFractionDigits: digits });
}

/** A figure with exactly so many decimals, so that a column lines up. */
export function fixed(value, digits) {
  if (value === null || value === undefined) return "–";
  return value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A share of 1 in per cent. */
export const percent = (share) => `${fixed(share * 100, 1)} %`;

/** What share of a cost is above its bound. */
export const gapOf = (cost, bound) => (cost > 0 ? Math.max(0, (cost - bound) / cost) : 0);

/** How amounts of one table are written: in the currency's own unit, or in millions where they are large. */
export function money(amounts, currency) {
  const largest = Math.max(0, ...amounts.map((amount) => Math.abs(amount ?? 0)));
  const inMillions = largest >= 10_000_000;
  const scale = inMillions ? 1_000_000 : 1;
  const digits = inMillions ? 2 : 0;
  return {
    unit: inMillions ? t("money.million", { currency }) : currency,
    scale,
    write: (amount) => fixed(amount / scale, digits),
  };
}

/** A mean with the half width of its 95 % interval, both to the digits that the half width makes meaningful. */
export function interval(mean, halfWidth) {
  if (mean === null || mean === undefined) return "–";
  // Sums in another order differ in their last digits, which is nothing.
  if (halfWidth && halfWidth < 1e-9 * Math.abs(mean)) halfWidth = 0;
  if (!halfWidth) return halfWidth === 0 ? `${figure(mean, 3)} ± 0` : figure(mean, 3);
  const digits = Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(halfWidth))));
  return `${fixed(mean, digits)} ± ${fixed(halfWidth, digits)}`;
}
