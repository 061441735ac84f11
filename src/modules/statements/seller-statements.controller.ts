import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiProduces, ApiTags } from '@nestjs/swagger';
import type { Actor, Id } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import { Access, Caller, NotFound, PageQuery, RateClass, Throws, WireId } from '../../platform/http/index.js';
import { StatementDocuments, type Document } from './statement-documents.js';
import { StatementQueries } from './statement-queries.js';
import {
  SellerStatementDetailView,
  SellerStatementPage,
  StatementEntryPage,
  StatementQuery,
} from './statements.dto.js';

const READ = { roles: ['seller', 'finance'], scope: 'payouts:read' } as const;
const TEXT = { type: 'string', maxLength: 100_000_000 } as const;
const FILE = { ...TEXT, format: 'binary' } as const;

@ApiTags('statements')
@Controller('v1/sellers/:sellerId/statements')
@RateClass('read')
export class SellerStatementsController {
  constructor(
    private readonly queries: StatementQueries,
    private readonly documents: StatementDocuments,
  ) {}

  /** List a seller's statements. Newest first. */
  @Get()
  @Access(READ)
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  list(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Query() query: StatementQuery,
  ): Promise<SellerStatementPage> {
    return this.queries.list(actor, sellerId, query);
  }

  /** Read a statement. What a seller's balances were and became in a month, and by what. */
  @Get(':sellerStatementId')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  get(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('stm', 'sellerStatementId') id: Id<'stm'>,
  ): Promise<SellerStatementDetailView> {
    return this.queries.one(actor, sellerId, id);
  }

  /** List the entries of a statement. In the order in which they took effect. */
  @Get(':sellerStatementId/entries')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @Throws(NotFound)
  entries(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('stm', 'sellerStatementId') id: Id<'stm'>,
    @Query() query: PageQuery,
  ): Promise<StatementEntryPage> {
    return this.queries.entries(actor, sellerId, id, query);
  }

  /** The statement as CSV. All of its entries; the SHA-256 of the file is the statement's hash. */
  @Get(':sellerStatementId.csv')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: TEXT })
  @Throws(NotFound)
  async csv(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('stm', 'sellerStatementId') id: Id<'stm'>,
  ): Promise<StreamableFile> {
    return fileOf(await this.documents.csv(actor, sellerId, id), 'text/csv; charset=utf-8');
  }

  /** The statement as PDF. For people: balances, what happened by kind, and the first 500 entries. */
  @Get(':sellerStatementId.pdf')
  @Access(READ)
  @Audited('seller', 'sellerId')
  @ApiProduces('application/pdf')
  @ApiOkResponse({ schema: FILE })
  @Throws(NotFound)
  async pdf(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('stm', 'sellerStatementId') id: Id<'stm'>,
  ): Promise<StreamableFile> {
    return fileOf(await this.documents.pdf(actor, sellerId, id), 'application/pdf');
  }
}

const fileOf = ({ name, stream }: Document, type: string): StreamableFile =>
  new StreamableFile(stream, { type, disposition: `attachment; filename="${name}"` });
