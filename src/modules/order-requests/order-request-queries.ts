import { Injectable } from '@nestjs/common';
import type { Id, UserActor } from '../../kernel/index.js';
import { Cursors, NotFound, type Page } from '../../platform/http/index.js';
import { Companies, mayApprove, type MemberRow } from '../companies/index.js';
import { maySee } from './approvers.js';
import { OrderRequestDetails } from './order-request-details.js';
import { orderRequestView } from './order-request.view.js';
import type { OrderRequestQuery, OrderRequestView } from './order-requests.dto.js';
import { OrderRequestsRepository, type OrderRequestRow } from './order-requests.repository.js';

@Injectable()
export class OrderRequestQueries {
  constructor(
    private readonly requests: OrderRequestsRepository,
    private readonly companies: Companies,
    private readonly details: OrderRequestDetails,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound unless the caller asked for it, or may approve for its company */
  async get(actor: UserActor, id: Id<'orq'>): Promise<OrderRequestView> {
    const row = await this.requests.find(id);
    const member = row && (await this.companies.memberOf(row.companyId, actor.userId));
    if (!member || !maySee(row, actor, member)) throw new NotFound({ what: 'order request' });
    return this.viewOf(row, actor, member);
  }

  /** Newest first: their own for buyers, all for who may approve. @throws NotFound unless the caller is a member */
  async ofCompany(
    actor: UserActor,
    companyId: Id<'cmp'>,
    { state, cursor, limit }: OrderRequestQuery,
  ): Promise<Page<OrderRequestView>> {
    const member = await this.companies.memberOf(companyId, actor.userId);
    if (!member) throw new NotFound({ what: 'company' });
    const requestedBy = mayApprove(member.role) ? undefined : actor.userId;
    const key = `order-requests:${companyId}:${requestedBy ?? ''}:${state ?? ''}`;
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.requests.page({ companyId, requestedBy, state }, before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map((row) => this.viewOf(row, actor, member)) };
  }

  private viewOf(row: OrderRequestRow, actor: UserActor, member: MemberRow): OrderRequestView {
    return orderRequestView(row, this.details.open(row.id, row.detailsSealed), { actor, member });
  }
}
