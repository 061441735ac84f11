import { money, toWire } from '../../kernel/index.js';
import { MoneyView } from '../../platform/http/index.js';
import type { RefundSummary } from '../payments/index.js';
import type { SellerOrderRefundView } from './refunds.dto.js';
import type { RefundDetail } from './refunds.repository.js';

/** A refund by its payment, and what is known besides when it was asked for of its own. */
export function refundView(refund: RefundSummary, detail?: RefundDetail): SellerOrderRefundView {
  const { settled, currency } = refund;
  const paid = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
  const sold = (amount: number): MoneyView => MoneyView.of(money(amount, settled?.currency ?? currency));
  return {
    id: toWire('rfd', refund.refundId),
    sellerOrderId: toWire('sor', refund.sellerOrderId),
    state: refund.state,
    amount: paid(refund.amount),
    storeCredit: paid(refund.storeCredit),
    promotion: sold(refund.promotion),
    ...(settled && { settled: sold(settled.amount) }),
    reason: refund.reason,
    ...(detail && {
      ...(detail.note !== null && { note: detail.note }),
      lines: detail.lines.map(({ lineId, units }) => ({ lineId: toWire('lin', lineId), quantity: units })),
      shipping: sold(detail.shipping),
    }),
    createdAt: refund.createdAt.toISOString(),
  };
}
