import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { Audited } from '../../platform/audit/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  Invalid,
  NotFound,
  Throws,
  WireId,
  type Once,
} from '../../platform/http/index.js';
import { ApplyReceipt } from './apply-receipt.js';
import { BankLineKnown, CurrencyDiffers, InvoiceSmaller, ReceiptSmaller } from './net-terms.errors.js';
import { ReceiptQueries } from './receipt-queries.js';
import {
  ApplyReceiptDto,
  BankReceiptDto,
  BankReceiptPage,
  BankReceiptQuery,
  BankReceiptView,
  ReturnReceiptDto,
} from './receipts.dto.js';
import { RecordBankReceipt } from './record-receipt.js';
import { ReturnReceipt } from './return-receipt.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('bank receipts')
@Controller('v1/finance')
export class BankReceiptsController {
  constructor(
    private readonly queries: ReceiptQueries,
    private readonly recordReceipt: RecordBankReceipt,
    private readonly applyReceipt: ApplyReceipt,
    private readonly returnReceipt: ReturnReceipt,
  ) {}

  /** Record a transfer to the bank account. It pays the invoices that its text names; the rest waits to be placed. */
  @Post('bank-receipts')
  @Access(FINANCE)
  @Idempotent()
  @Throws(Invalid, BankLineKnown)
  record(
    @Caller() actor: UserActor,
    @Body() body: BankReceiptDto,
    @IdempotencyScope() once: Once,
  ): Promise<BankReceiptView> {
    return this.recordReceipt.run(actor, body, once);
  }

  /** List transfers to the bank account, newest first. */
  @Get('bank-receipts')
  @Access(FINANCE)
  @Audited('bank_receipt')
  list(@Query() query: BankReceiptQuery): Promise<BankReceiptPage> {
    return this.queries.page(query);
  }

  /** Read a transfer to the bank account. */
  @Get('bank-receipts/:bankReceiptId')
  @Access(FINANCE)
  @Audited('bank_receipt', 'bankReceiptId')
  @Throws(NotFound)
  get(@WireId('brc', 'bankReceiptId') id: Id<'brc'>): Promise<BankReceiptView> {
    return this.queries.get(id);
  }

  /** Pay an invoice with what is left of a transfer, or a part of it. */
  @Post('bank-receipts/:bankReceiptId/applications')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, CurrencyDiffers, ReceiptSmaller, InvoiceSmaller)
  apply(
    @Caller() actor: UserActor,
    @WireId('brc', 'bankReceiptId') id: Id<'brc'>,
    @Body() body: ApplyReceiptDto,
    @IdempotencyScope() once: Once,
  ): Promise<BankReceiptView> {
    return this.applyReceipt.run(actor, id, body, once);
  }

  /** Record that what is left of a transfer, or a part of it, goes back to the payer. */
  @Post('bank-receipts/:bankReceiptId/returns')
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, CurrencyDiffers, ReceiptSmaller)
  giveBack(
    @Caller() actor: UserActor,
    @WireId('brc', 'bankReceiptId') id: Id<'brc'>,
    @Body() body: ReturnReceiptDto,
    @IdempotencyScope() once: Once,
  ): Promise<BankReceiptView> {
    return this.returnReceipt.run(actor, id, body, once);
  }
}
