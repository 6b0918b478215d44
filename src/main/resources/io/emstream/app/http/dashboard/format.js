/** Numbers and lists as people read them. */
const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** With about four digits: 12.35, 0.001234, 1.2e+9. */
export function number(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-4) return value.toExponential(2).replace('-', '−');
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 4;
  return value.toFixed(digits).replace('-', '−');
}

/** With three digits, for tables. */
export function short(value) {
  const size = Math.abs(value);
  if (size >= 1e6 || (size > 0 && size < 1e-3)) return value.toExponential(1).replace('-', '−');
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2).replace('-', '−');
}

/** A count in full, up to a million. */
export function count(value) {
  return value < 1e6 ? WHOLE.format(value) : COMPACT.format(value);
}

/** A count for a small place: 12.3K. */
export function compact(value) {
  return COMPACT.format(value);
}

/** A share of 1. */
export function percent(share) {
  const value = share * 100;
  if (value === 0) return '0%';
  if (value < 0.1) return '<0.1%';
  return `${value.toFixed(value < 10 || (value > 99 && value < 100) ? 1 : 0)}%`;
}
