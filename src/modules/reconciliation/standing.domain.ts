/** Matched without a person, of all lines, in 1/10,000 steps; `null` when there were none. */
export function shareOf(rows: readonly { readonly lines: number; readonly matched: number }[]): number | null {
  const lines = rows.reduce((sum, row) => sum + row.lines, 0);
  const matched = rows.reduce((sum, row) => sum + row.matched, 0);
  return lines === 0 ? null : Math.floor((matched * 10_000) / lines) / 10_000;
}
