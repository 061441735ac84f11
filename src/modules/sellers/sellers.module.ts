import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { AcceptInvitation } from './accept-invitation.js';
import { ApplyAsSeller } from './apply-as-seller.js';
import { ChangeMember } from './change-member.js';
import { ChangeSeller } from './change-seller.js';
import { CloseSeller } from './close-seller.js';
import { DecideAccountCheck } from './decide-account-check.js';
import { DecideStanding } from './decide-standing.js';
import { DecideVerification } from './decide-verification.js';
import { DisablePayoutAccount } from './disable-payout-account.js';
import { ExpireVerification } from './expire-verification.js';
import { ExtendVerification } from './extend-verification.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsRepository } from './invitations.repository.js';
import { InviteMember } from './invite-member.js';
import { MemberQueries } from './member-queries.js';
import { MembersController } from './members.controller.js';
import { MintSeller } from './mint-seller.js';
import { OperatorVerification } from './operator-verification.js';
import { PayoutAccountChecks } from './payout-account-checks.repository.js';
import { PayoutAccountController } from './payout-account.controller.js';
import { PayoutAccountQueueController } from './payout-account-queue.controller.js';
import { PayoutAccountQueries } from './payout-account-queries.js';
import { PayoutAccountsRepository } from './payout-accounts.repository.js';
import { PutPayoutAccount } from './put-payout-account.js';
import { PutRegisteredAddress } from './put-registered-address.js';
import { RecordAccountCheck } from './record-account-check.js';
import { RecordVerification } from './record-verification.js';
import { RegisteredAddressController } from './registered-address.controller.js';
import { RegisteredAddressQueries } from './registered-address-queries.js';
import { RegisteredAddresses } from './registered-addresses.repository.js';
import { RemoveMember } from './remove-member.js';
import { SandboxVerification } from './sandbox-verification.js';
import { SellerClosures } from './seller-closures.repository.js';
import { SellerQueries } from './seller-queries.js';
import { SellerViews } from './seller-views.js';
import { SellersController } from './sellers.controller.js';
import { SellersJobs } from './sellers.jobs.js';
import { Sellers } from './sellers.js';
import { SellersRepository } from './sellers.repository.js';
import { StandingController } from './standing.controller.js';
import { SubmitForVerification } from './submit-for-verification.js';
import { VerificationProvider } from './verification-provider.js';
import { VerificationsRepository } from './verifications.repository.js';
import { VerifyPayoutAccount } from './verify-payout-account.js';
import { VerifySeller } from './verify-seller.js';
import { WithdrawInvitation } from './withdraw-invitation.js';

const repositories = [
  InvitationsRepository,
  PayoutAccountChecks,
  PayoutAccountsRepository,
  RegisteredAddresses,
  SellerClosures,
  SellersRepository,
  VerificationsRepository,
];
const queries = [MemberQueries, PayoutAccountQueries, RegisteredAddressQueries, SellerQueries, SellerViews];
const verbs = [
  AcceptInvitation,
  ApplyAsSeller,
  ChangeMember,
  ChangeSeller,
  CloseSeller,
  DecideAccountCheck,
  DecideStanding,
  DecideVerification,
  DisablePayoutAccount,
  ExpireVerification,
  ExtendVerification,
  InviteMember,
  MintSeller,
  PutPayoutAccount,
  PutRegisteredAddress,
  RecordAccountCheck,
  RecordVerification,
  RemoveMember,
  SubmitForVerification,
  VerifyPayoutAccount,
  VerifySeller,
  WithdrawInvitation,
];

const verification = {
  provide: VerificationProvider,
  inject: [CONFIG],
  useFactory: (config: Pick<Config, 'sandbox'>): VerificationProvider =>
    config.sandbox ? new SandboxVerification() : new OperatorVerification(),
};

@Module({
  controllers: [
    SellersController,
    StandingController,
    MembersController,
    InvitationsController,
    PayoutAccountController,
    PayoutAccountQueueController,
    RegisteredAddressController,
  ],
  providers: [...repositories, ...queries, ...verbs, verification, Sellers, SellersJobs],
  exports: [Sellers],
})
export class SellersModule {}
