/** Who keeps the platform's money, or is owed it, and is no user of it: its name makes the owner of the account. */
export const PLACE_KINDS = ['psp', 'bank', 'jurisdiction', 'carrier'] as const;
export type PlaceKind = (typeof PLACE_KINDS)[number];

/** Names by kind: `{ psp: 'stripe' }`. What is not named is not known, and its account has no owner. */
export type Places = Readonly<Partial<Record<PlaceKind, string | undefined>>>;

const KIND_OF: Readonly<Record<string, PlaceKind | undefined>> = {
  psp_clearing: 'psp',
  bank_client: 'bank',
  bank_operating: 'bank',
  tax_payable: 'jurisdiction',
  carrier_payable: 'carrier',
};

const LENGTH = 14;
/** Of a UUID of version 8, whose content is free (RFC 9562): where its version and its variant are. */
const VERSION = '80';

/**
 * The owner of a place's accounts: a UUID that spells the first letter of the kind and the name, so that it can be read
 * again. `ledger.place` says the same in SQL.
 */
export function placeId(kind: PlaceKind, name: string): string {
  const spelled = `${kind.charAt(0)}${name}`;
  if (!/^[\x21-\x7e]+$/.test(name) || spelled.length > LENGTH) throw new Error(`“${name}” is no name of a place`);
  const hex = Buffer.from(spelled.padEnd(LENGTH), 'latin1').toString('hex');
  const all = `${hex.slice(0, 12)}${VERSION}${hex.slice(12, 14)}${VERSION}${hex.slice(14)}`;
  return [all.slice(0, 8), all.slice(8, 12), all.slice(12, 16), all.slice(16, 20), all.slice(20)].join('-');
}

/** `stripe`, `main`, `DE`; null where the owner is not a place. */
export function placeName(account: string, owner: string | null): string | null {
  const kind = KIND_OF[account];
  if (kind === undefined || owner === null) return null;
  const all = owner.replaceAll('-', '');
  const name = Buffer.from(`${all.slice(0, 12)}${all.slice(14, 16)}${all.slice(18)}`, 'hex').toString('latin1');
  const spelled = name.slice(1).trimEnd();
  return /^[\x21-\x7e]+$/.test(spelled) && placeId(kind, spelled) === owner ? spelled : null;
}

/** Lines on accounts of places belong to the places that are named, unless they say whose they are. */
export const placed =
  (places: Places) =>
  <L extends { readonly account: string; readonly owner?: string }>(line: L): L => {
    const kind = KIND_OF[line.account];
    const name = kind && places[kind];
    return name === undefined || line.owner !== undefined ? line : { ...line, owner: placeId(kind as PlaceKind, name) };
  };
