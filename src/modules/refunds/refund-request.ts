import type { FieldError } from '../../kernel/index.js';
import { Invalid, parseWireId } from '../../platform/http/index.js';
import { remainderOf, type SellerOrder, type Wanted } from '../orders/index.js';
import type { RefundDto } from './refunds.dto.js';

/** What a request asks to be given back of a seller order. @throws Invalid */
export function wantedOf(order: SellerOrder, { everything = false, lines, shipping }: RefundDto): Wanted {
  if (everything) {
    if (lines || shipping) throw new Invalid([fault('/everything', 'ambiguous', 'says already what is refunded')]);
    return remainderOf(order);
  }
  if (!lines?.length && !shipping?.amount) {
    throw new Invalid([fault('', 'required', 'must name everything, lines or shipping')]);
  }
  const wanted = (lines ?? []).map(({ lineId, quantity }) => ({ lineId: parseWireId('lin', lineId), units: quantity }));
  const known = new Set<string>(order.lines.map(({ id }) => id));
  const faults = wanted.flatMap(({ lineId }, i) =>
    known.has(lineId) ? [] : [fault(`/lines/${i}/lineId`, 'unknown', 'must be a line of the seller order')],
  );
  if (shipping && shipping.currency !== order.currency) {
    faults.push(fault('/shipping/currency', 'mismatch', `must be ${order.currency}`));
  }
  if (faults.length > 0) throw new Invalid(faults);
  return { lines: wanted, shipping: shipping?.amount ?? 0 };
}

const fault = (pointer: string, code: string, message: string): FieldError => ({ pointer, code, message });
