/** What can be wrong with a file. */
export const DAMAGES = [
  'duplicate-line',
  'missing-line',
  'wrong-sign',
  'wrong-amount',
  'other-currency',
  'wrong-closing',
  'no-closing',
  'truncated',
] as const;
export type Damage = (typeof DAMAGES)[number];

export const FILE_ENCODINGS = ['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'windows-1252', 'mislabelled'] as const;
export type FileEncoding = (typeof FILE_ENCODINGS)[number];

const TOO_MUCH = 100;
const KEPT_OF_TRUNCATED = 0.6;

interface Damageable {
  readonly id: string;
  readonly type: string;
  readonly currency: string;
}

export const targetOf = <L extends Damageable>(lines: readonly L[], which: string | undefined): L | undefined =>
  lines.find(({ id, type }) => id === which || type === which) ?? lines[0];

/** Damages the line of that id, or the first of that type, or the very first; `changed` has another amount. */
export function damagedLines<L extends Damageable>(
  lines: readonly L[],
  damage: Damage | undefined,
  which: string | undefined,
  changed: (line: L, by: 'sign' | number) => L,
): L[] {
  const target = targetOf(lines, which);
  if (!target || damage === undefined) return [...lines];
  const at = lines.indexOf(target);
  const instead = (...others: L[]): L[] => [...lines.slice(0, at), ...others, ...lines.slice(at + 1)];
  switch (damage) {
    case 'duplicate-line':
      return instead(target, target);
    case 'missing-line':
      return instead();
    case 'wrong-sign':
      return instead(changed(target, 'sign'));
    case 'wrong-amount':
      return instead(changed(target, TOO_MUCH));
    case 'other-currency':
      return instead({ ...target, currency: target.currency === 'EUR' ? 'USD' : 'EUR' });
    default:
      return [...lines];
  }
}

export const truncated = (text: string, damage: Damage | undefined): string =>
  damage === 'truncated' ? text.slice(0, Math.floor(text.length * KEPT_OF_TRUNCATED)) : text;

/** What an XML declaration calls it. */
export function declaredName(encoding: FileEncoding): string {
  if (encoding === 'windows-1252') return 'windows-1252';
  return encoding.startsWith('utf-16') ? 'UTF-16' : 'UTF-8';
}

/** `mislabelled` is windows-1252 that says it is UTF-8. */
export function bytesOf(text: string, encoding: FileEncoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-8-bom') return Buffer.from(`\ufeff${text}`, 'utf8');
  if (encoding === 'windows-1252' || encoding === 'mislabelled') return Buffer.from(text, 'latin1');
  const littleEndian = Buffer.from(`\ufeff${text}`, 'utf16le');
  return encoding === 'utf-16le' ? littleEndian : littleEndian.swap16();
}
