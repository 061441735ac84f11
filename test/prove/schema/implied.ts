import { notNull } from './refused.js';

/** What rules say that others say as well. */
interface Implied {
  /** Without all of these, a row is refused by the implied rule alone. */
  readonly by: readonly string[];
  readonly reason: string;
}

/** Rules that no row breaks alone. They stay: each says in one line what follows from several. */
export const IMPLIED: Readonly<Record<string, Implied>> = {
  affiliate_referrals_earned_check: {
    by: ['affiliate_referrals_clawed'],
    reason: 'What was taken back is between 0 and what was earned.',
  },
  chargeback_shares_amount_check: {
    by: ['chargeback_shares_absorbed'],
    reason: 'What the platform bears is between 0 and the amount.',
  },
  earnings_net: { by: ['earnings_taken'], reason: 'What was taken is between 0 and the net.' },
  fee_rules_period: {
    by: ['fee_rules_no_overlap'],
    reason: 'A range that ends before it begins cannot be compared with others.',
  },
  fx_quotes_from_currency_fkey: {
    by: ['fx_quotes_from_currency_to_currency_rate_version_fkey'],
    reason: 'The rate is of currencies that there are.',
  },
  fx_quotes_to_currency_fkey: {
    by: ['fx_quotes_from_currency_to_currency_rate_version_fkey'],
    reason: 'The rate is of currencies that there are.',
  },
  order_lines_unit_price_check: {
    by: ['order_lines_fees_in_goods', 'order_lines_item_is_price_times_quantity'],
    reason: 'The goods cost at least what is taken of them.',
  },
  payment_parts_charged_back_check: {
    by: ['payment_parts_lost'],
    reason: 'What was lost is between 0 and what was charged back.',
  },
  payment_parts_promotion_check: {
    by: ['payment_parts_promotion_returned'],
    reason: 'What has returned is between 0 and the promotion.',
  },
  payment_parts_store_credit_check: {
    by: ['payment_parts_store_credit_returned'],
    reason: 'What has returned is between 0 and the store credit.',
  },
  rating_totals_n_check: { by: ['rating_totals_check'], reason: 'The stars are between one and five for each rating.' },
  seller_ratings_n_check: {
    by: ['', '1', '2', '3', '4'].map((nth) => `seller_ratings_check${nth}`),
    reason: 'The stars are between one and five for each rating.',
  },
  reconciliation_files_lines_check: {
    by: ['reconciliation_files_added'],
    reason: 'What is added is between 0 and the lines.',
  },
  refunds_charged_back: {
    by: ['refunds_paid_twice'],
    reason: 'What was paid twice is between 0 and what was charged back.',
  },
  revenue_sweeps_currency_fkey: {
    by: ['revenue_sweeps_earned'],
    reason: 'Nothing was earned in a currency that there is not.',
  },
  [notNull('revenue_sweeps', 'currency')]: {
    by: ['revenue_sweeps_earned'],
    reason: 'Nothing was earned in no currency.',
  },
  seller_orders_item_total_check: {
    by: ['seller_orders_fees_in_goods'],
    reason: 'The goods cost at least what is taken of them.',
  },
  seller_orders_shipping_total_check: {
    by: ['seller_orders_refunded_shipping'],
    reason: 'What has returned is between 0 and the shipping.',
  },
  seller_statement_lines_pkey: {
    by: ['seller_statement_line_once'],
    reason: 'An entry is on one statement; the primary key is the order of its lines.',
  },
  seller_statement_entries: {
    by: ['seller_statement_corrections'],
    reason: 'Corrections are between 0 and the entries.',
  },
  stock_counters_on_hand_not_negative: {
    by: ['stock_counters_reserved_on_hand'],
    reason: 'What is reserved is between 0 and what is there.',
  },
  tax_filings_collected_check: {
    by: ['tax_filings_amount'],
    reason: 'More than 0 is left of it when 0 or more was returned.',
  },
};
