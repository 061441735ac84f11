import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  PageQuery,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { AccountNotOpen } from '../ledger/index.js';
import { AgeingQueries } from './ageing-queries.js';
import { ApplyCredit } from './apply-credit.js';
import { InvoiceQueries } from './invoice-queries.js';
import {
  AgeingPage,
  FinanceInvoiceQuery,
  InvoiceDetailView,
  InvoicePage,
  InvoiceQuery,
  InvoiceReminderPage,
  InvoiceView,
} from './invoices.dto.js';
import { InvoiceWriteOffDto, InvoiceWriteOffView } from './net-terms.dto.js';
import { AnotherPersonNeeded, CreditSmaller, InvoiceSmaller, InvoiceWriteOffProposed } from './net-terms.errors.js';
import { WriteOffInvoice } from './write-off-invoice.js';

const READERS = { roles: ['buyer', 'finance'], scope: 'orders:read' } as const;
const FINANCE = { roles: ['finance'] } as const;

@ApiTags('invoices')
@Controller('v1')
export class InvoicesController {
  constructor(
    private readonly queries: InvoiceQueries,
    private readonly ageing: AgeingQueries,
    private readonly applyCredit: ApplyCredit,
    private readonly writeOff: WriteOffInvoice,
  ) {}

  /** List the invoices of a company, newest first. For its members. */
  @Get('companies/:companyId/invoices')
  @Access(READERS)
  @Audited('company', 'companyId')
  @Throws(NotFound)
  ofCompany(
    @Caller() actor: Actor,
    @WireId('cmp', 'companyId') id: Id<'cmp'>,
    @Query() query: InvoiceQuery,
  ): Promise<InvoicePage> {
    return this.queries.ofCompany(actor, id, query);
  }

  /** Read what a company owes, by age. By currency. */
  @Get('companies/:companyId/ageing')
  @Access(READERS)
  @Audited('company', 'companyId')
  @Throws(NotFound)
  ageingOf(
    @Caller() actor: Actor,
    @WireId('cmp', 'companyId') id: Id<'cmp'>,
    @Query() query: PageQuery,
  ): Promise<AgeingPage> {
    return this.ageing.ofCompany(actor, id, query);
  }

  /** Read an invoice, with its credit notes and reminders. */
  @Get('invoices/:invoiceId')
  @Access(READERS)
  @Audited('invoice', 'invoiceId')
  @Throws(NotFound)
  get(@Caller() actor: Actor, @WireId('inv', 'invoiceId') id: Id<'inv'>): Promise<InvoiceDetailView> {
    return this.queries.get(actor, id);
  }

  /** List invoices, newest first. */
  @Get('finance/invoices')
  @Access(FINANCE)
  @Audited('invoice')
  @Throws(NotFound)
  list(@Query() query: FinanceInvoiceQuery): Promise<InvoicePage> {
    return this.queries.all(query);
  }

  /** List what companies were reminded of, newest first. */
  @Get('finance/invoice-reminders')
  @Access(FINANCE)
  @Audited('invoice', undefined, 'invoiceId')
  reminders(@Query() query: PageQuery): Promise<InvoiceReminderPage> {
    return this.queries.remindersOf(query);
  }

  /** Read what companies owe, by age. By company and currency. */
  @Get('finance/receivables/ageing')
  @Access(FINANCE)
  @Audited('company', undefined, 'companyId')
  ageingOfAll(@Query() query: PageQuery): Promise<AgeingPage> {
    return this.ageing.all(query);
  }

  /** Pay an invoice with what its company has in credit: as much as there is and is open. */
  @Post('finance/invoices/:invoiceId/credit-application')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, CreditSmaller, InvoiceSmaller, AccountNotOpen)
  credit(
    @Caller() actor: UserActor,
    @WireId('inv', 'invoiceId') id: Id<'inv'>,
    @IdempotencyScope() once: Once,
  ): Promise<InvoiceView> {
    return this.applyCredit.run(actor, id, once);
  }

  /** Propose to give up what is open of an invoice. Another person of finance decides. */
  @Post('finance/invoices/:invoiceId/write-off')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, InvoiceSmaller, InvoiceWriteOffProposed)
  proposeWriteOff(
    @Caller() actor: UserActor,
    @WireId('inv', 'invoiceId') id: Id<'inv'>,
    @Body() { reason }: InvoiceWriteOffDto,
    @IdempotencyScope() once: Once,
  ): Promise<InvoiceWriteOffView> {
    return this.writeOff.run(actor, id, { do: 'propose', reason }, once);
  }

  /** Approve to give an invoice up, which another person proposed. */
  @Post('finance/invoices/:invoiceId/write-off/approval')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, InvoiceSmaller, AnotherPersonNeeded)
  approveWriteOff(
    @Caller() actor: UserActor,
    @WireId('inv', 'invoiceId') id: Id<'inv'>,
    @IdempotencyScope() once: Once,
  ): Promise<InvoiceWriteOffView> {
    return this.writeOff.run(actor, id, { do: 'approve' }, once);
  }

  /** Decline to give an invoice up; it stays open. */
  @Post('finance/invoices/:invoiceId/write-off/refusal')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, AnotherPersonNeeded)
  declineWriteOff(
    @Caller() actor: UserActor,
    @WireId('inv', 'invoiceId') id: Id<'inv'>,
    @IdempotencyScope() once: Once,
  ): Promise<InvoiceWriteOffView> {
    return this.writeOff.run(actor, id, { do: 'decline' }, once);
  }
}
