import { defineError } from '../../kernel/index.js';

export const NothingToShip = defineError({
  code: 'nothing_to_ship',
  kind: 'conflict',
  en: 'Every unit of the order is in a parcel already.',
  zh: '该订单的所有商品均已发出。',
});

export const ShipmentExceedsOrder = defineError<{ remaining: number }>({
  code: 'shipment_exceeds_order',
  kind: 'invalid',
  en: 'Only {remaining} units of this line are still to be shipped.',
  zh: '该行仅剩 {remaining} 件待发货。',
});

export const NotFullyShipped = defineError({
  code: 'not_fully_shipped',
  kind: 'conflict',
  en: 'Some units of the order are in no parcel yet.',
  zh: '订单中仍有商品尚未发货。',
});

export const ParcelKnown = defineError({
  code: 'parcel_known',
  kind: 'conflict',
  en: 'The order has a parcel with this carrier and tracking number already.',
  zh: '该订单已存在相同承运商和运单号的包裹。',
});
