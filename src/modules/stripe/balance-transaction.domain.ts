import { format, isCurrency, money } from '../../kernel/index.js';
import { isText, objectOf, referenceOf, type Json } from './stripe-json.domain.js';

/** A movement of our balance at Stripe, as a record of its itemised report. */
export interface BalanceTransaction {
  readonly id: string;
  readonly record: readonly string[];
}

/** Columns of the record, as Stripe's own file calls them. */
export const BALANCE_COLUMNS = [
  ...['balance_transaction_id', 'created', 'available_on', 'currency', 'gross', 'fee', 'net'],
  ...['reporting_category', 'source_id', 'payment_intent_id', 'description'],
] as const;

const LONGEST_DESCRIPTION = 200;

/** With its source expanded; `undefined` when something that has to be there is not, or its sums are wrong. */
export function readBalanceTransaction(json: Json): BalanceTransaction | undefined {
  const { object, id, amount, fee, net, currency, reporting_category: category, description } = json;
  if (object !== 'balance_transaction' || !isText(id) || !isText(category) || !isText(currency)) return undefined;
  const code = currency.toUpperCase();
  const [created, available] = [momentOf(json.created), momentOf(json.available_on)];
  if (!isUnits(amount) || !isUnits(fee) || !isUnits(net) || amount - fee !== net) return undefined;
  if (!isCurrency(code) || created === undefined || available === undefined) return undefined;
  const amounts = [amount, fee, net].map((units) => format(money(units, code)).split(' ')[0] ?? '');
  const { sourceId, paymentId } = sourceOf(json.source);
  const text = isText(description) ? description.replace(/\s+/gu, ' ').slice(0, LONGEST_DESCRIPTION) : '';
  return { id, record: [id, created, available, code, ...amounts, category, sourceId, paymentId, text] };
}

/** A reversal that we asked for is itself; any other one is about the transfer that it takes back. */
function sourceOf(source: unknown): { sourceId: string; paymentId: string } {
  const json = objectOf(source) ?? { id: source };
  const { object, id, transfer, payment_intent: payment } = json;
  const about = object === 'transfer_reversal' && !referenceOf(json) ? transfer : id;
  return { sourceId: isText(about) ? about : '', paymentId: isText(payment) ? payment : '' };
}

const isUnits = (value: unknown): value is number => Number.isSafeInteger(value);

/** `2026-01-31 10:00:00`, of seconds since 1970. */
function momentOf(seconds: unknown): string | undefined {
  if (!isUnits(seconds) || seconds < 0 || seconds > 4_102_444_800) return undefined;
  return new Date(seconds * 1_000).toISOString().slice(0, 19).replace('T', ' ');
}

/** A part of a list, and whether it goes on. */
export interface Page<T> {
  readonly entries: readonly T[];
  readonly hasMore: boolean;
}

/** `undefined` when one of the entries cannot be read: a part that is missing is not told apart from nothing. */
export const readPage =
  <T>(read: (json: Json) => T | undefined) =>
  ({ object, data, has_more: hasMore }: Json): Page<T> | undefined => {
    if (object !== 'list' || !Array.isArray(data) || typeof hasMore !== 'boolean') return undefined;
    const entries = data.map((entry) => read(objectOf(entry) ?? {}));
    return entries.some((entry) => entry === undefined) ? undefined : { entries: entries as T[], hasMore };
  };
