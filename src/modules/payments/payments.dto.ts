import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsOptional, IsString, Length, Matches, ValidateNested } from 'class-validator';
import { ActionView, MoneyView } from '../../platform/http/index.js';
import { AUTHORISATION_STATES, type AuthorisationState } from './authorisation.domain.js';
import { PAYMENT_METHODS, type PaymentMethod } from './on-account.domain.js';
import { paymentLifecycle, type PaymentState } from './payment.lifecycle.js';

/** A card: its number, or a token that the provider gave out for it. It is passed on to the provider, never stored. */
export class CardDto {
  /** 12 to 19 digits without spaces. */
  @IsOptional()
  @Matches(/^\d{12,19}$/)
  @ApiProperty({ required: false, type: String, pattern: '^\\d{12,19}$', maxLength: 19, example: '4008400000000006' })
  number?: string;

  /**
   * What the provider's own form in the shop gave out for the card. With Stripe a payment method, `pm_…`; a card number
   * is not taken there. In the sandbox `tok_approve`, `tok_decline`, `tok_needs_action` and others.
   */
  @IsOptional()
  @Matches(/^(tok|pm)_[A-Za-z0-9_-]{1,56}$/)
  @ApiProperty({ required: false, type: String, maxLength: 60, example: 'tok_approve' })
  token?: string;

  /** Country of the card holder, ISO 3166-1 alpha-2. */
  @IsOptional()
  @IsString()
  @Length(2, 2)
  @Matches(/^[A-Z]{2}$/)
  @ApiProperty({ required: false, type: String, minLength: 2, maxLength: 2, pattern: '^[A-Z]{2}$', example: 'US' })
  holderCountry?: string;
}

export class AuthorisePaymentDto {
  @IsDefined()
  @ValidateNested()
  @Type(() => CardDto)
  @ApiProperty({ type: CardDto })
  card!: CardDto;
}

/** What became of an authorisation. */
export class AuthorisationView {
  @ApiProperty({ type: String, example: 'pay_01hzy3v9qtf5r8m2k4w6x8y0za' })
  paymentId!: string;

  @ApiProperty({ type: String, example: 'ord_01hzy3v9qtf5r8m2k4w6x8y0za' })
  orderId!: string;

  /**
   * `captured`: paid. `requires_action`: the holder has to approve at `actionUrl`. `held`: under review, nothing to do.
   * `processing`: the provider has not told yet, the payment will. `declined`: nothing is taken, `declineCode` says why.
   */
  @ApiProperty({ enum: AUTHORISATION_STATES, enumName: 'AuthorisationState' })
  state!: AuthorisationState;

  @ApiProperty({ type: MoneyView })
  amount!: MoneyView;

  @ApiProperty({ type: String, required: false, maxLength: 100, example: 'insufficient_funds' })
  declineCode?: string;

  /** Where the holder approves or refuses. */
  @ApiProperty({ type: String, required: false, maxLength: 2000 })
  actionUrl?: string;
}

/** One seller order's share of a payment. */
export class PaymentPartView {
  @ApiProperty({ type: String, example: 'sor_01hzy3v9qtf5r8m2k4w6x8y0za' })
  sellerOrderId!: string;

  @ApiProperty({ type: MoneyView })
  amount!: MoneyView;

  @ApiProperty({ type: MoneyView })
  captured!: MoneyView;

  @ApiProperty({ type: MoneyView })
  refunded!: MoneyView;
}

/** One payment for everything in an order. */
export class PaymentView {
  @ApiProperty({ type: String, example: 'pay_01hzy3v9qtf5r8m2k4w6x8y0za' })
  id!: string;

  @ApiProperty({ type: String, example: 'ord_01hzy3v9qtf5r8m2k4w6x8y0za' })
  orderId!: string;

  @ApiProperty({ enum: paymentLifecycle.states, enumName: 'PaymentState' })
  state!: PaymentState;

  @ApiProperty({ type: 'integer', minimum: 1 })
  version!: number;

  /** How it is paid; store credit may pay a part of a payment by card. */
  @ApiProperty({ enum: PAYMENT_METHODS, enumName: 'PaymentMethod' })
  method!: PaymentMethod;

  /** What the card pays, or what is owed on account. */
  @ApiProperty({ type: MoneyView })
  amount!: MoneyView;

  /** What store credit pays besides. */
  @ApiProperty({ type: MoneyView })
  storeCredit!: MoneyView;

  @ApiProperty({ type: MoneyView })
  captured!: MoneyView;

  /** Given back or on its way. */
  @ApiProperty({ type: MoneyView })
  refunded!: MoneyView;

  @ApiProperty({ type: [PaymentPartView] })
  parts!: PaymentPartView[];

  /** Why the last card was refused, or why the payment ended; `no_answer`: the last attempt was given up. */
  @ApiProperty({ type: String, required: false, maxLength: 100 })
  declineCode?: string;

  @ApiProperty({ type: String, required: false, maxLength: 2000 })
  actionUrl?: string;

  /** The latest time to pay. */
  @ApiProperty({ type: String, format: 'date-time' })
  expiresAt!: string;

  @ApiProperty({ type: String, format: 'date-time' })
  createdAt!: string;

  @ApiProperty({ type: [ActionView] })
  allowedActions!: ActionView[];
}
