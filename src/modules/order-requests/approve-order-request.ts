import { Injectable } from '@nestjs/common';
import { asId, fromWire, money, type Id, type UserActor } from '../../kernel/index.js';
import { UnitOfWork, type Tx } from '../../platform/database/index.js';
import { Once } from '../../platform/http/index.js';
import { Companies, isWithin, type MemberRow } from '../companies/index.js';
import { PlaceOrder } from '../orders/index.js';
import { Approvers } from './approvers.js';
import { CloseOrderRequest } from './close-order-request.js';
import { OrderRequestDetails, type Details } from './order-request-details.js';
import { orderRequestView } from './order-request.view.js';
import type { OrderRequestView } from './order-requests.dto.js';
import { ApprovalLimitExceeded, RequesterLeft } from './order-requests.errors.js';
import type { OrderRequestRow } from './order-requests.repository.js';

/** An approver confirms what a member asked for: the order is placed for the member in the same transaction, or not at all. */
@Injectable()
export class ApproveOrderRequest {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly approvers: Approvers,
    private readonly companies: Companies,
    private readonly details: OrderRequestDetails,
    private readonly place: PlaceOrder,
    private readonly closing: CloseOrderRequest,
  ) {}

  /**
   * What was asked for is ordered, or nothing: the cart has to cost the same, and stock and credit have to be there.
   * @throws NotFound, Forbidden, AnotherApproverNeeded, IllegalTransition, RequesterLeft, ApprovalLimitExceeded, and
   * what placing an order throws; then the request waits on
   */
  run(actor: UserActor, id: Id<'orq'>, once: Once): Promise<OrderRequestView> {
    return once.run(this.uow, async (tx) => {
      const { row, member } = await this.approvers.claim(tx, actor, id, 'approve');
      if (!(await this.companies.member(tx, row.companyId, row.requestedBy))) throw new RequesterLeft({});
      const details = this.details.open(row.id, row.detailsSealed);
      const orderId = await this.order(tx, row, details, { actor, member });
      const decision = { ...this.approvers.decisionOf(actor), orderId };
      const closed = await this.closing.run(tx, row, { action: 'approve', actor, decision });
      return orderRequestView(closed, details, { actor, member });
    });
  }

  /** Neither the one who asked nor the one who approves buys what their own seller sells. */
  private async order(
    tx: Tx,
    row: OrderRequestRow,
    details: Details,
    { actor, member }: { readonly actor: UserActor; readonly member: MemberRow },
  ): Promise<Id<'ord'>> {
    const { requestedBy, cartId, quoteVersion, companyId, paymentMethod, paymentCurrency } = row;
    const buyer: UserActor = { ...actor, userId: requestedBy, staffRoles: [] };
    const request = {
      ...{ ...details, cartId, quoteVersion, isApproved: true },
      ...(paymentMethod === 'on_account' && { companyId }),
      ...(paymentCurrency !== null && { paymentCurrency }),
    };
    const order = await this.place.place(tx, buyer, request, Once.none);
    const { amount, currency } = order.totals.total;
    if (!isWithin(member.spendingLimits, money(amount, currency))) throw new ApprovalLimitExceeded({});
    return asId<'ord'>(fromWire('ord', order.id) ?? '');
  }
}
