import { defineError } from '../../kernel/index.js';

export const CarrierUnknown = defineError({
  code: 'carrier_unknown',
  kind: 'invalid',
  en: 'No labels of this carrier are sold here.',
  zh: '此处不出售该承运商的面单。',
});

export const SellerShips = defineError({
  code: 'seller_ships',
  kind: 'conflict',
  en: 'The seller keeps the shipping money of this order and buys its labels itself.',
  zh: '该订单的运费归卖家所有，由卖家自行购买面单。',
});

export const LabelUsed = defineError({
  code: 'label_used',
  kind: 'conflict',
  en: 'A parcel has left with this label, or the carrier has invoiced it.',
  zh: '该面单已被包裹使用，或承运商已开具账单。',
});

export const InvoiceDiffers = defineError<{ labels: number; total: number }>({
  code: 'invoice_differs',
  kind: 'conflict',
  en: 'The {labels} labels that are not invoiced yet come to {total} (minor units).',
  zh: '尚未开具账单的 {labels} 张面单合计为 {total}（最小货币单位）。',
});

export const CarrierInvoiceKnown = defineError({
  code: 'carrier_invoice_known',
  kind: 'conflict',
  en: 'The carrier’s invoice with this number was recorded before.',
  zh: '该承运商的此编号账单此前已登记。',
});

export const CarrierSecondPersonNeeded = defineError({
  code: 'carrier_second_person_needed',
  kind: 'forbidden',
  en: 'Whoever recorded an invoice does not pay it.',
  zh: '登记账单的人不能执行付款。',
});

export const CarrierTransferKnown = defineError({
  code: 'carrier_transfer_known',
  kind: 'conflict',
  en: 'An invoice was paid with this reference of the bank before.',
  zh: '该银行参考号此前已用于另一笔付款。',
});
