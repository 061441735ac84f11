import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { Access, Caller, NotFound, RateClass, Throws, WireId } from '../../platform/http/index.js';
import { InvoiceQueries } from './invoice-queries.js';
import { FeeInvoiceDetailView, FeeInvoicePage, FeeInvoiceQuery } from './invoices.dto.js';

const READ = { roles: ['seller', 'finance'], scope: 'payouts:read' } as const;
const TEXT = { type: 'string', maxLength: 1_000_000 } as const;

@ApiTags('statements')
@Controller('v1/sellers/:sellerId/fee-invoices')
@RateClass('read')
export class SellerFeeInvoicesController {
  constructor(private readonly queries: InvoiceQueries) {}

  /** List a seller's fee invoices. And credit notes, newest first. */
  @Get()
  @Access(READ)
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  list(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: FeeInvoiceQuery,
  ): Promise<FeeInvoicePage> {
    return this.queries.list(actor, sellerId, query);
  }

  /** Read a fee invoice. Or a credit note: an item for each kind of fee and rate. */
  @Get(':feeInvoiceId')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  get(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('fdc', 'feeInvoiceId') id: Id<'fdc'>,
  ): Promise<FeeInvoiceDetailView> {
    return this.queries.one(actor, sellerId, id);
  }

  /** The fee invoice as CSV. The SHA-256 of the file is its hash. */
  @Get(':feeInvoiceId.csv')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: TEXT })
  @Throws(NotFound)
  async csv(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('fdc', 'feeInvoiceId') id: Id<'fdc'>,
  ): Promise<StreamableFile> {
    const { number, content } = await this.queries.csv(actor, sellerId, id);
    return new StreamableFile(Buffer.from(content), {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="${number}.csv"`,
    });
  }

  /** The fee invoice as PDF. */
  @Get(':feeInvoiceId.pdf')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: { ...TEXT, format: 'binary' } })
  @Throws(NotFound)
  async pdf(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('fdc', 'feeInvoiceId') id: Id<'fdc'>,
  ): Promise<StreamableFile> {
    const { number, content } = await this.queries.pdf(actor, sellerId, id);
    return new StreamableFile(content, {
      type: 'application/pdf',
      disposition: `attachment; filename="${number}.pdf"`,
    });
  }
}
