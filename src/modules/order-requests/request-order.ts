import { Injectable } from '@nestjs/common';
import { actsFor, asId, Clock, plus, type Id, type UserActor } from '../../kernel/index.js';
import { newId, UnitOfWork, type Tx } from '../../platform/database/index.js';
import { NotFound, parseWireId, type Once } from '../../platform/http/index.js';
import { CartClosed, CartEmpty, Carts, type Quote } from '../carts/index.js';
import { Companies, type MemberRow } from '../companies/index.js';
import { OwnListing } from '../orders/index.js';
import { OrderRequestDetails, type Details } from './order-request-details.js';
import { OPEN_FOR } from './order-request.lifecycle.js';
import { orderRequestView } from './order-request.view.js';
import type { OrderRequestDto, OrderRequestView } from './order-requests.dto.js';
import type { NewOrderRequest, RequestedLine } from './order-requests.repository.js';
import { OpenOrderRequest } from './open-order-request.js';

/** A member asks that the company orders what is in the member's cart, as it costs now. */
@Injectable()
export class RequestOrder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly companies: Companies,
    private readonly carts: Carts,
    private readonly details: OrderRequestDetails,
    private readonly opening: OpenOrderRequest,
  ) {}

  /**
   * The cart stays open, and nothing is reserved for it.
   * @throws NotFound, CartEmpty, CartClosed, QuoteChanged, OwnListing, OrderRequestWaits
   */
  run(actor: UserActor, asked: OrderRequestDto, once: Once): Promise<OrderRequestView> {
    return once.run(this.uow, async (tx) => {
      const companyId = asId<'cmp'>(parseWireId('cmp', asked.companyId));
      const member = await this.companies.member(tx, companyId, actor.userId);
      if (!member) throw new NotFound({ what: 'company' });
      const quote = await this.carts.quote(tx, asId<'crt'>(parseWireId('crt', asked.cartId)), actor.userId);
      assertOrderable(actor, quote);
      this.carts.assertAgreed(quote, asked.quoteVersion);
      return this.open(tx, { actor, member, companyId, quote }, asked);
    });
  }

  private async open(
    tx: Tx,
    { actor, member, companyId, quote }: Asking,
    { shippingAddress, email, paymentMethod, paymentCurrency, note }: OrderRequestDto,
  ): Promise<OrderRequestView> {
    const id = newId('orq');
    const details: Details = { shippingAddress, email };
    const requestedAt = this.clock.now();
    const request: NewOrderRequest = {
      ...{ id, companyId, requestedBy: actor.userId, cartId: quote.cart.id },
      ...{ paymentMethod, paymentCurrency: paymentCurrency ?? null, note: note ?? null },
      ...{ quoteVersion: quote.version, totals: totalsOf(quote), lines: quote.lines.map(lineOf) },
      detailsSealed: this.details.seal(id, details),
      ...{ requestedAt, expiresAt: plus(requestedAt, OPEN_FOR) },
    };
    return orderRequestView(await this.opening.run(tx, request), details, { actor, member });
  }
}

interface Asking {
  readonly actor: UserActor;
  readonly member: MemberRow;
  readonly companyId: Id<'cmp'>;
  readonly quote: Quote;
}

function assertOrderable(actor: UserActor, { cart, lines }: Quote): void {
  if (cart.state !== 'open') throw new CartClosed({});
  if (cart.lines.length === 0) throw new CartEmpty({});
  if (lines.some(({ offer }) => actsFor(actor, offer.sellerId))) throw new OwnListing({});
}

function totalsOf({ lines }: Quote): Record<string, number> {
  const totals: Record<string, number> = {};
  for (const { total } of lines) totals[total.currency] = (totals[total.currency] ?? 0) + total.amount;
  return totals;
}

const lineOf = ({ offer, quantity, unitPrice, total }: Quote['lines'][number]): RequestedLine => ({
  ...{ sellerId: offer.sellerId, title: offer.title, sku: offer.sku, quantity },
  ...{ unitPrice: unitPrice.amount, total: total.amount, currency: total.currency },
});
