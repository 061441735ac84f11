import { Injectable } from '@nestjs/common';
import { actsFor, isStaff, money, toWire, type Actor, type Id } from '../../kernel/index.js';
import { MoneyView, NotFound } from '../../platform/http/index.js';
import { charge, FeeSheetView, type LineBasis, type LineFeesView } from '../fees/index.js';
import type { ExplainedLineView, FeeExplanationView } from './fee-explanations.dto.js';
import { SellerOrdersRepository, type OrderLineRow } from './seller-orders.repository.js';

type Fees = Pick<OrderLineRow, 'commission' | 'fixedFee' | 'paymentFee' | 'feeTax'>;

/** Computes the fees of a seller order again, from what was frozen with it. */
@Injectable()
export class FeeExplanations {
  constructor(private readonly sellerOrders: SellerOrdersRepository) {}

  /** @throws NotFound unless the actor acts for the seller or for finance */
  async get(actor: Actor, id: Id<'sor'>): Promise<FeeExplanationView> {
    const row = await this.sellerOrders.find(id);
    const sees = row && (actsFor(actor, row.sellerId) || isStaff(actor, 'finance'));
    if (!sees) throw new NotFound({ what: 'seller order' });
    const found = await this.sellerOrders.feeBases(id);
    const bases = found.filter((basis): basis is LineBasis => basis !== null);
    const isKept = bases.length === row.lines.length;
    const { parts, sheets } = isKept ? charge(bases, row.currency) : { parts: [], sheets: [] };
    const again = parts.map((part) => ({
      ...{ commission: part.commission, fixedFee: part.fixed_fee },
      ...{ paymentFee: part.payment_fee, feeTax: part.tax },
    }));
    return {
      sellerOrderId: toWire('sor', row.id),
      lines: row.lines.map((line) => lineView(line, row.currency)),
      sheets: sheets.map((sheet) => FeeSheetView.of(sheet)),
      isReproduced: isKept ? row.lines.every((line, i) => isEqual(line, again[i])) : null,
      total: feesView(row, row.currency),
    };
  }
}

const isEqual = (line: Fees, other: Fees | undefined): boolean =>
  line.commission === other?.commission &&
  line.fixedFee === other.fixedFee &&
  line.paymentFee === other.paymentFee &&
  line.feeTax === other.feeTax;

function lineView(line: OrderLineRow, currency: string): ExplainedLineView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
  return {
    id: toWire('lin', line.id),
    quantity: line.quantity,
    item: view(line.item),
    sellerDiscount: view(line.sellerDiscount),
    platformDiscount: view(line.platformDiscount),
    fees: feesView(line, currency),
    ruleVersion: line.ruleVersion,
  };
}

function feesView({ commission, fixedFee, paymentFee, feeTax }: Fees, currency: string): LineFeesView {
  const view = (amount: number): MoneyView => MoneyView.of(money(amount, currency));
  return {
    commission: view(commission),
    fixedFee: view(fixedFee),
    paymentFee: view(paymentFee),
    feeTax: view(feeTax),
  };
}
