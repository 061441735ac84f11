import { Module } from '@nestjs/common';
import { FxModule } from '../fx/index.js';
import { LedgerModule } from '../ledger/index.js';
import { RiskModule } from '../risk/index.js';
import { ApplyProviderEvent, MessageSteps, ProviderEventSources } from './apply-provider-event.js';
import { AttemptsRepository } from './attempts.repository.js';
import { AuthorisationSteps, AuthorisePayment } from './authorise-payment.js';
import { BounceRefund } from './bounce-refund.js';
import { BookCapture } from './book-capture.js';
import { BookTerms } from './book-terms.js';
import { CapturePayment } from './capture-payment.js';
import { ChargeBacks } from './charge-backs.js';
import { ChargeBacksRepository } from './charge-backs.repository.js';
import { CompleteAbandoned } from './complete-abandoned.js';
import { ConversionsRepository } from './conversions.repository.js';
import { CoverPayment } from './cover-payment.js';
import { DisputesRepository } from './disputes.repository.js';
import { FreeCredit } from './free-credit.js';
import { GiveBackPayment } from './give-back-payment.js';
import { InboxRepository } from './inbox.repository.js';
import { JudgeOnAccount } from './judge-on-account.js';
import { OnAccountJobs } from './on-account.jobs.js';
import { OnAccount } from './on-account.js';
import { OnAccountRepository } from './on-account.repository.js';
import { OpenPayment } from './open-payment.js';
import { OvertakenRefunds } from './overtaken-refunds.js';
import { OvertakenRefundsRepository } from './overtaken-refunds.repository.js';
import { PayByCredit } from './pay-by-credit.js';
import { PaymentProviders } from './payment-providers.js';
import { PaymentQueries } from './payment-queries.js';
import { PaymentsController } from './payments.controller.js';
import { Payments } from './payments.js';
import { PaymentsJobs } from './payments.jobs.js';
import { PaymentsRepository } from './payments.repository.js';
import { ProviderEventsController } from './provider-events.controller.js';
import { ProviderNewsJobs } from './provider-news.jobs.js';
import { ReceiveProviderEvent } from './receive-provider-event.js';
import { ReconcilePayment } from './reconcile-payment.js';
import { RecordAuthorisation } from './record-authorisation.js';
import { RecordCapture } from './record-capture.js';
import { RecordDispute } from './record-dispute.js';
import { RecordRefund } from './record-refund.js';
import { RefundsRepository } from './refunds.repository.js';
import { ReleasePayment } from './release-payment.js';
import { RequestRefund } from './request-refund.js';
import { SandboxPaymentProvider } from './sandbox-provider.client.js';
import { StoreCreditController } from './store-credit.controller.js';
import { StoreCreditJobs } from './store-credit.jobs.js';
import { StoreCreditQueries } from './store-credit-queries.js';
import { StoreCredits } from './store-credits.repository.js';
import { SubmitRefund } from './submit-refund.js';
import { TakeOnAccount } from './take-on-account.js';
import { VoidPayment } from './void-payment.js';

const REPOSITORIES = [
  PaymentsRepository,
  AttemptsRepository,
  RefundsRepository,
  InboxRepository,
  DisputesRepository,
  ChargeBacksRepository,
  OvertakenRefundsRepository,
  StoreCredits,
  ConversionsRepository,
];
const CARD_VERBS = [AuthorisePayment, AuthorisationSteps, RecordAuthorisation, CapturePayment, RecordCapture];
const OTHER_VERBS = [
  ChargeBacks,
  OpenPayment,
  GiveBackPayment,
  VoidPayment,
  ReleasePayment,
  RequestRefund,
  SubmitRefund,
  RecordRefund,
  BounceRefund,
  OvertakenRefunds,
];
const CREDIT_VERBS = [PayByCredit, CoverPayment, FreeCredit, BookCapture, StoreCreditQueries, StoreCreditJobs];
const ACCOUNT_VERBS = [OnAccount, OnAccountJobs, OnAccountRepository, BookTerms, JudgeOnAccount, TakeOnAccount];
const FOLLOW_UP = [ReconcilePayment, CompleteAbandoned];
const MESSAGES = [ReceiveProviderEvent, ApplyProviderEvent, ProviderEventSources, MessageSteps, RecordDispute];

@Module({
  imports: [FxModule, LedgerModule, RiskModule],
  controllers: [PaymentsController, ProviderEventsController, StoreCreditController],
  providers: [
    ...[PaymentProviders, SandboxPaymentProvider, Payments, PaymentQueries, PaymentsJobs, ProviderNewsJobs],
    ...[...REPOSITORIES, ...CARD_VERBS, ...OTHER_VERBS, ...CREDIT_VERBS, ...ACCOUNT_VERBS, ...FOLLOW_UP, ...MESSAGES],
  ],
  exports: [Payments, PaymentProviders, ChargeBacks, PayByCredit, OnAccount],
})
export class PaymentsModule {}
