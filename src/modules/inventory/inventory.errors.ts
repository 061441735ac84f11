import { defineError } from '../../kernel/index.js';

export const OutOfStock = defineError<{ variants: string }>({
  code: 'out_of_stock',
  kind: 'conflict',
  en: 'There is not enough stock of {variants}.',
  zh: '{variants} 库存不足。',
});

export const StockTooLow = defineError<{ delta: number }>({
  code: 'stock_too_low',
  kind: 'conflict',
  en: 'A change by {delta} would leave less than is reserved for orders.',
  zh: '变更 {delta} 后的库存将低于已为订单预留的数量。',
});

export const StockTooHigh = defineError<{ most: number }>({
  code: 'stock_too_high',
  kind: 'conflict',
  en: 'A variant has at most {most} units.',
  zh: '单个规格最多 {most} 件。',
});

export const ReservationEnded = defineError<{ state: string }>({
  code: 'reservation_ended',
  kind: 'conflict',
  en: 'The reservation has ended: {state}.',
  zh: '库存预留已结束，状态为 {state}。',
});
