import type { Id } from '../../kernel/index.js';
import type { ShipmentState } from './shipment.lifecycle.js';

export interface Units {
  readonly lineId: Id<'lin'>;
  readonly quantity: number;
}

/** Why a parcel cannot hold what was asked. */
export type Overload = { readonly lineId: Id<'lin'>; readonly remaining: number };

interface Ordered {
  readonly id: Id<'lin'>;
  readonly quantity: number;
  readonly refundedUnits: number;
}

/** What may still be shipped, line by line; lines that are shipped in full are left out. */
export const unshippedOf = (ordered: readonly Ordered[], shipped: readonly Units[]): Units[] =>
  leftOf(ordered, shipped, ({ quantity }) => quantity);

/**
 * What must still be shipped. Units that were paid back need not be; they may, since nobody tells whether a refund was
 * for a unit that is on its way or for one that is not.
 */
export const owedOf = (ordered: readonly Ordered[], shipped: readonly Units[]): Units[] =>
  leftOf(ordered, shipped, ({ quantity, refundedUnits }) => quantity - refundedUnits);

function leftOf(ordered: readonly Ordered[], shipped: readonly Units[], due: (line: Ordered) => number): Units[] {
  const sent = (lineId: string): number =>
    shipped.filter((units) => units.lineId === lineId).reduce((total, units) => total + units.quantity, 0);
  return ordered
    .map((line) => ({ lineId: line.id, quantity: due(line) - sent(line.id) }))
    .filter(({ quantity }) => quantity > 0);
}

/** The first line of which more is wanted in the parcel than is left. */
export function overloadOf(wanted: readonly Units[], remaining: readonly Units[]): Overload | undefined {
  for (const { lineId, quantity } of wanted) {
    const left = remaining.find((units) => units.lineId === lineId)?.quantity ?? 0;
    if (quantity > left) return { lineId, remaining: left };
  }
  return undefined;
}

export interface ParcelNews {
  readonly state: ShipmentState;
  readonly lastEventAt: Date | null;
}

/** Whether a carrier's word is news: a delivery always is, anything else only when it is not older than the last. */
export const isNews = ({ lastEventAt }: ParcelNews, status: string, occurredAt: Date): boolean =>
  status === 'delivered' || lastEventAt === null || occurredAt >= lastEventAt;

/** When the last parcel arrived; `undefined` while one is on its way. */
export function arrivedAt(shipments: readonly { readonly deliveredAt: Date | null }[]): Date | undefined {
  const times = shipments.map((shipment) => shipment.deliveredAt?.getTime());
  if (times.length === 0 || times.some((time) => time === undefined)) return undefined;
  return new Date(Math.max(...times.map((time) => time ?? 0)));
}
