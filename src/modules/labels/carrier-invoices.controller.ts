import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import { IllegalTransition } from '../../platform/database/index.js';
import {
  Access,
  Caller,
  IdempotencyScope,
  Idempotent,
  NotFound,
  Once,
  PageQuery,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { LabelQueries } from './label-queries.js';
import { CarrierInvoicePage, CarrierInvoiceView, PayCarrierDto, RecordCarrierInvoiceDto } from './labels.dto.js';
import {
  CarrierInvoiceKnown,
  CarrierSecondPersonNeeded,
  CarrierTransferKnown,
  InvoiceDiffers,
} from './labels.errors.js';
import { PayCarrier } from './pay-carrier.js';

const FINANCE = { roles: ['finance'] } as const;

@ApiTags('labels')
@Controller('v1/finance/carrier-invoices')
export class CarrierInvoicesController {
  constructor(
    private readonly queries: LabelQueries,
    private readonly carriers: PayCarrier,
  ) {}

  /** List invoices of carriers, newest first. */
  @Get()
  @Access(FINANCE)
  list(@Query() query: PageQuery): Promise<CarrierInvoicePage> {
    return this.queries.invoicePage(query);
  }

  /** Record a carrier's invoice. It has to come to what the labels cost that are on no invoice yet; another person pays. */
  @Post()
  @Access(FINANCE)
  @Idempotent()
  @Throws(InvoiceDiffers, CarrierInvoiceKnown)
  record(
    @Caller() actor: UserActor,
    @Body() body: RecordCarrierInvoiceDto,
    @IdempotencyScope() once: Once,
  ): Promise<CarrierInvoiceView> {
    return this.carriers.record(actor, body, once);
  }

  /** Pay an invoice that another person recorded, out of the operating account. */
  @Post(':carrierInvoiceId/payment')
  @HttpCode(200)
  @Access(FINANCE)
  @Idempotent()
  @Throws(NotFound, IllegalTransition, CarrierSecondPersonNeeded, CarrierTransferKnown)
  pay(
    @Caller() actor: UserActor,
    @WireId('cri', 'carrierInvoiceId') id: Id<'cri'>,
    @Body() { bankReference }: PayCarrierDto,
    @IdempotencyScope() once: Once,
  ): Promise<CarrierInvoiceView> {
    return this.carriers.pay(actor, id, bankReference, once);
  }
}
