/** Two transactions of which neither reads what the other one writes. */
const SERIAL = 'what it keeps out until the end comes to the same as if it had come a moment later';
const ORDERED =
  'the update takes the same rows and looks at them again; the lock gives two in opposite orders one order, and who ' +
  'is ended as a deadlock without it is run again by the unit of work';

/** Mutants that nobody can tell from the whole, and why not. */
export const EQUIVALENT: ReadonlyMap<string, string> = new Map([
  [
    'affiliates.lock without for no key update',
    `a second payout waits for the balance and is refused by affiliate_payouts_open; a suspension: ${SERIAL}`,
  ],
  ['companies.keep-member without for share', `a removal: ${SERIAL}`],
  ['companies.reserve-credit without for share', `a removal or a lower limit of the member: ${SERIAL}`],
  [
    'coupons.end without (ends_at is null or ends_at > $3)',
    'the version is that of the row which was looked at in the same transaction, and it was not over by then',
  ],
  [
    'coupons.redeem without starts_at <= $4',
    'it had begun when the cart was quoted in the same transaction, and the beginning of a coupon never changes',
  ],
  [
    'disputes.lock-excessive without for no key update of c',
    'who follows the other chargeback has its row before he waits for the seller orders, and what it takes is written to ' +
      'that row: without the lock the two end as a deadlock, and one of them is run again',
  ],
  ['inventory.consume without for no key update of c', ORDERED],
  ['inventory.free without for no key update of c', ORDERED],
  ['inventory.reserve without for no key update of c', ORDERED],
  ['inventory.reserve_again without for no key update of c', ORDERED],
  [
    "inventory.prolong_reservation without state = 'active'",
    'the end of a reservation is looked at while it is active only',
  ],
  [
    'inventory.reservation_state without for no key update',
    'the move before it has waited for whoever had the row, and states that it does not leave are final',
  ],
  [
    'net-terms.invoice-of-seller-order without for no key update',
    'invoices are made under the lock of the seller order; what is split by an older balance is refused by ' +
      'account_invoices_settled, and the refund is booked again by its job',
  ],
  ['net-terms.proposed-write-off without for no key update', 'everybody who comes to it has locked the invoice'],
  [
    'orders.close-stop without closed_at is null',
    'a source ends once: its own lifecycle is moved in the same transaction',
  ],
  ['orders.close-stop without source_type = $2', 'ids are UUIDs, so that no two types have a source of one id'],
  [
    "reconciliation.arrived without i.kind = 'in_transit'",
    'the other entries that may be missing are of providers and banks, whose accounts have no row in ledger.balance',
  ],
  ['settlement.release-lots without for no key update of r', ORDERED],
  [
    'settlement.release-lots without l.released_at is null',
    'the rows are locked by the select inside, which looks at the same under the lock',
  ],
  ['settlement.take-reserve without cut.part > 0', 'a lot of which nothing is taken is written as it was'],
  [
    'settlement.unblock-earning without source_type = $2',
    'ids are UUIDs, so that no two types have a source of one id',
  ],
  ['subscriptions.hold-plan without for share', `a next version of the plan: ${SERIAL}`],
  [
    'subscriptions.lock without for no key update of s',
    'a month that is charged twice is refused by subscription_invoices_once, and an end by the move; then the job finds it done',
  ],
]);
