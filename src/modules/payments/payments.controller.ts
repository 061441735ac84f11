import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Once,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { AuthorisePayment } from './authorise-payment.js';
import { PaymentQueries } from './payment-queries.js';
import { AuthorisationView, AuthorisePaymentDto, PaymentView } from './payments.dto.js';
import {
  AuthorisationInProgress,
  CardUnreadable,
  NoActionPending,
  PaymentExpired,
  PaymentNotPayable,
  TooManyAttempts,
} from './payments.errors.js';

@ApiTags('payments')
@Controller('v1/payments')
export class PaymentsController {
  constructor(
    private readonly queries: PaymentQueries,
    private readonly authorisePayment: AuthorisePayment,
  ) {}

  /** Read a payment. */
  @Get(':paymentId')
  @Access({ roles: ['buyer'], scope: 'payments:read' })
  @Throws(NotFound)
  get(@Caller() actor: UserActor, @WireId('pay', 'paymentId') id: Id<'pay'>): Promise<PaymentView> {
    return this.queries.get(actor, id);
  }

  /**
   * Pay with a card. The card is authorised, the order is assessed, and the money is taken or the payment is held for
   * review. A declined card leaves the payment open for another try with a new key.
   *
   * An answer `processing` is kept under its key like any other: read the payment for what came of it. An attempt that the
   * provider never answered is given up after some minutes, the payment is then `created` with the decline code `no_answer`
   * and can be paid with a new key.
   */
  @Post(':paymentId/authorisation')
  @HttpCode(200)
  @Access({ roles: ['buyer'], scope: 'payments:write' })
  @Idempotent()
  @Throws(NotFound, CardUnreadable, PaymentNotPayable, PaymentExpired, AuthorisationInProgress, TooManyAttempts)
  authorise(
    @Caller() actor: UserActor,
    @WireId('pay', 'paymentId') id: Id<'pay'>,
    @Body() body: AuthorisePaymentDto,
    @IdempotencyScope() once: Once,
  ): Promise<AuthorisationView> {
    return this.authorisePayment.run(actor, id, body.card, once);
  }

  /** Tell that the card holder has approved or refused at the action's page; answers what became of it. */
  @Post(':paymentId/action-result')
  @HttpCode(200)
  @Access({ roles: ['buyer'], scope: 'payments:write' })
  @Throws(NotFound, NoActionPending)
  actionResult(@Caller() actor: UserActor, @WireId('pay', 'paymentId') id: Id<'pay'>): Promise<AuthorisationView> {
    return this.queries.lookUpAction(actor, id);
  }
}
