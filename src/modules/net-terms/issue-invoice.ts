import { Injectable } from '@nestjs/common';
import { Clock, plus, system, type Id } from '../../kernel/index.js';
import { newId, type Tx } from '../../platform/database/index.js';
import { Companies, CreditLines } from '../companies/index.js';
import { Orders, type SellerOrder } from '../orders/index.js';
import { OnAccount, type AccountPart } from '../payments/index.js';
import type { InvoicedSale, InvoiceLine, InvoiceRow } from './invoices.repository.js';
import { OpenInvoice } from './open-invoice.js';

export interface SaleOnAccount {
  readonly paymentId: Id<'pay'>;
  readonly sellerOrderId: Id<'sor'>;
}

export const NET_TERMS = system('net-terms');

/** Invoices what a seller has accepted, on the terms that the company had when it ordered. */
@Injectable()
export class IssueInvoice {
  constructor(
    private readonly clock: Clock,
    private readonly orders: Orders,
    private readonly account: OnAccount,
    private readonly lines: CreditLines,
    private readonly companies: Companies,
    private readonly opening: OpenInvoice,
  ) {}

  /** One for each seller order, whoever asks how often: its lock decides. `undefined` where nothing is owed. */
  async run(tx: Tx, { paymentId, sellerOrderId }: SaleOnAccount): Promise<InvoiceRow | undefined> {
    const order = await this.orders.lock(tx, sellerOrderId);
    const earlier = await this.opening.earlier(tx, sellerOrderId);
    if (earlier) return earlier;
    const part = await this.account.partOf(tx, paymentId, sellerOrderId);
    const terms = await this.lines.reservationOf(tx, paymentId);
    if (!order || !part || !terms || part.amount === 0) return undefined;
    const { companyId, termDays, isFinanced, legalEntity } = terms;
    const company = await this.companies.find(tx, companyId);
    const issuedAt = this.clock.now();
    const { orderId, sellerId, currency } = part;
    const sale = saleOf(part);
    return this.opening.run(tx, {
      ...{ id: newId('inv'), legalEntity, companyId, paymentId, orderId, sellerOrderId, sellerId, currency, sale },
      company: { name: company?.name ?? '', country: company?.country ?? '' },
      lines: linesOf(order, sale?.total ?? part.amount),
      total: part.amount,
      ...{ termDays, isFinanced, issuedAt, dueAt: plus(issuedAt, `P${termDays}D`) },
    });
  }
}

/** A share that is owed in another currency, at the rate of the order. */
const saleOf = ({ conversion, settledBooked }: AccountPart): InvoicedSale | null =>
  conversion && settledBooked !== null
    ? { quoteId: conversion.quoteId, currency: conversion.currency, total: settledBooked }
    : null;

/** The goods as they were sold; they add up to the amount, with a line for what was refunded before. */
export function linesOf({ lines }: Pick<SellerOrder, 'lines'>, amount: number): InvoiceLine[] {
  const goods = lines.map((line): InvoiceLine => {
    const { title, sku, quantity, unitPrice, item, tax, shipping, total } = line;
    const discount = line.platformDiscount + line.sellerDiscount;
    return { kind: 'good', title, sku, quantity, unitPrice, item, tax, shipping, discount, total };
  });
  const refunded = amount - goods.reduce((sum, { total }) => sum + total, 0);
  if (refunded === 0) return goods;
  const nothing = { unitPrice: 0, item: 0, tax: 0, shipping: 0, discount: 0 };
  return [...goods, { kind: 'refunded', title: '', sku: null, quantity: 0, ...nothing, total: refunded }];
}
