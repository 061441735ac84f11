import { termsOf } from '../../platform/terms/index.js';

interface Values {
  readonly country: string;
  readonly timeZone: string;
}

/** When the sellers of a country are paid: two hours after midnight of its time zone. Without one it is UTC's. */
export const PAYOUT_COUNTRIES = termsOf({
  name: 'settlement.payout-countries',
  table: 'payout_countries',
  prefix: 'pco',
  subject: 'country',
  columns: { country: 'country', timeZone: 'time_zone' },
  view: ({ country, timeZone }: Values) => ({ country, timeZone }),
});
