import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../../platform/config/index.js';
import { AcceptInvitation } from './accept-invitation.js';
import { ApplyAsSeller } from './apply-as-seller.js';
import { ChangeMember } from './change-member.js';
import { ChangeSeller } from './change-seller.js';
import { DecideStanding } from './decide-standing.js';
import { DecideVerification } from './decide-verification.js';
import { DisablePayoutAccount } from './disable-payout-account.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsRepository } from './invitations.repository.js';
import { InviteMember } from './invite-member.js';
import { MemberQueries } from './member-queries.js';
import { MembersController } from './members.controller.js';
import { MintSeller } from './mint-seller.js';
import { OperatorVerification } from './operator-verification.js';
import { PayoutAccountController } from './payout-account.controller.js';
import { PayoutAccountQueries } from './payout-account-queries.js';
import { PayoutAccountsRepository } from './payout-accounts.repository.js';
import { PutPayoutAccount } from './put-payout-account.js';
import { RecordVerification } from './record-verification.js';
import { RemoveMember } from './remove-member.js';
import { SandboxVerification } from './sandbox-verification.js';
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
import { VerifySeller } from './verify-seller.js';
import { WithdrawInvitation } from './withdraw-invitation.js';

const repositories = [InvitationsRepository, PayoutAccountsRepository, SellersRepository, VerificationsRepository];
const queries = [MemberQueries, PayoutAccountQueries, SellerQueries, SellerViews];
const verbs = [
  AcceptInvitation,
  ApplyAsSeller,
  ChangeMember,
  ChangeSeller,
  DecideStanding,
  DecideVerification,
  DisablePayoutAccount,
  InviteMember,
  MintSeller,
  PutPayoutAccount,
  RecordVerification,
  RemoveMember,
  SubmitForVerification,
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
  ],
  providers: [...repositories, ...queries, ...verbs, verification, Sellers, SellersJobs],
  exports: [Sellers],
})
export class SellersModule {}
