import { Injectable } from '@nestjs/common';
import { actsFor, type Actor, type Id } from '../../kernel/index.js';
import { UnitOfWork } from '../../platform/database/index.js';
import { Cursors, NotFound, type Page, type PageQuery } from '../../platform/http/index.js';
import { Orders } from '../orders/index.js';
import { CarrierInvoices } from './carrier-invoices.repository.js';
import type { CarrierInvoiceView, LabelList, LabelView } from './labels.dto.js';
import { Labels } from './labels.repository.js';
import { carrierInvoiceView, labelView } from './labels.view.js';

@Injectable()
export class LabelQueries {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly orders: Orders,
    private readonly labels: Labels,
    private readonly invoices: CarrierInvoices,
    private readonly cursors: Cursors,
  ) {}

  /** @throws NotFound unless the caller acts for its seller */
  async get(actor: Actor, id: Id<'lbl'>): Promise<LabelView> {
    const row = await this.labels.find(id);
    if (!row || !actsFor(actor, row.sellerId)) throw new NotFound({ what: 'label' });
    return labelView(row);
  }

  /** @throws NotFound unless the caller acts for the seller */
  async ofSellerOrder(actor: Actor, id: Id<'sor'>): Promise<LabelList> {
    const order = await this.uow.run((tx) => this.orders.sellerOrder(tx, id));
    if (!order || !actsFor(actor, order.sellerId)) throw new NotFound({ what: 'seller order' });
    return { data: (await this.labels.ofSellerOrder(id)).map(labelView) };
  }

  async invoicePage({ cursor, limit }: PageQuery): Promise<Page<CarrierInvoiceView>> {
    const key = 'carrier-invoices';
    const [before] = this.cursors.read<[string]>(cursor, key) ?? [];
    const rows = await this.invoices.page(before, limit + 1);
    const page = this.cursors.page(rows, limit, key, (last) => [last.id]);
    return { ...page, data: page.data.map(carrierInvoiceView) };
  }
}
