import { Injectable } from '@nestjs/common';
import { Clock } from '../../kernel/index.js';
import { Db, statement } from '../../platform/database/index.js';
import { LabelCarrier, type LabelAnswer, type LabelOrder } from './label-carrier.js';

/** The nearest zone: both countries named count more than one, and the cheapest weight that the parcel fits. */
const buy = statement<
  [
    reference: string,
    carrier: string,
    service: string,
    grams: number,
    from: string,
    to: string,
    currency: string,
    tracking: string,
  ],
  { trackingNumber: string; cost: number }
>(
  'labels.sandbox-buy',
  `with zone as (
     select zone from label_zones
      where carrier = $2 and from_country in ($5, '*') and to_country in ($6, '*')
      order by (from_country = $5)::int + (to_country = $6)::int desc limit 1),
   rate as (
     select r.price from label_rates r join zone using (zone)
      where r.carrier = $2 and r.service = $3 and r.currency = $7 and r.up_to_grams >= $4
      order by r.up_to_grams limit 1)
   insert into sandbox_labels (reference, tracking_number, cost)
   select $1, $8, price from rate
   on conflict (reference) do update set reference = excluded.reference
   returning tracking_number as "trackingNumber", cost`,
);

const cancel = statement<[reference: string, at: Date], { reference: string }>(
  'labels.sandbox-void',
  `update sandbox_labels l set voided_at = coalesce(voided_at, $2)
    where reference = $1 and not exists (select from label_parcels p where p.tracking_number = l.tracking_number)
   returning reference`,
);

/** A carrier that exists only here: it sells by the zones and rates in the database and keeps books of its own. */
@Injectable()
export class SandboxLabelCarrier extends LabelCarrier {
  readonly name = 'sandbox-post';

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
  ) {
    super();
  }

  async buy(order: LabelOrder): Promise<LabelAnswer> {
    const { reference, service, weightGrams, fromCountry, toCountry, currency } = order;
    const tracking = `SL${reference.replaceAll('-', '').toUpperCase()}`;
    const values = [reference, this.name, service, weightGrams, fromCountry, toCountry, currency, tracking] as const;
    const label = await this.db.queryOne(buy, [...values]);
    return label ? { outcome: 'bought', ...label } : { outcome: 'refused', code: 'not_served' };
  }

  async void(reference: string): Promise<boolean> {
    return (await this.db.query(cancel, [reference, this.clock.now()])).length === 1;
  }
}
