import { Body, Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Actor, Id, UserActor } from '../../kernel/index.js';
import {
  Access,
  Caller,
  Idempotent,
  IdempotencyScope,
  NotFound,
  Once,
  RateClass,
  Throws,
  WireId,
} from '../../platform/http/index.js';
import { AcceptInvitation } from './accept-invitation.js';
import { InviteMember } from './invite-member.js';
import { MemberQueries } from './member-queries.js';
import { AcceptanceDto, InvitationDto, InvitationPage, MemberView, NewInvitationView } from './members.dto.js';
import { AlreadyInvited, AlreadyMember, TooManyMembers } from './sellers.errors.js';
import { WithdrawInvitation } from './withdraw-invitation.js';

@ApiTags('seller members')
@Controller('v1')
export class InvitationsController {
  constructor(
    private readonly queries: MemberQueries,
    private readonly inviteMember: InviteMember,
    private readonly acceptInvitation: AcceptInvitation,
    private readonly withdrawInvitation: WithdrawInvitation,
  ) {}

  /** The open invitations of a seller, all of them. */
  @Get('sellers/:sellerId/invitations')
  @Access({ roles: ['seller'] })
  @Throws(NotFound)
  list(@Caller() actor: Actor, @WireId('sel', 'sellerId') sellerId: Id<'sel'>): Promise<InvitationPage> {
    return this.queries.invitationsOf(actor, sellerId);
  }

  /**
   * Invite somebody to act for a seller. The invitation is open for 14 days.
   * The answer has the code that accepting takes, this once: hand it to the person yourself.
   */
  @Post('sellers/:sellerId/invitations')
  @Access({ roles: ['seller'] })
  @Idempotent('optional')
  @Throws(NotFound, AlreadyInvited, TooManyMembers)
  invite(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @Body() body: InvitationDto,
    @IdempotencyScope() once: Once,
  ): Promise<NewInvitationView> {
    return this.inviteMember.run(actor, sellerId, body, once);
  }

  /** Take an open invitation back. */
  @Delete('sellers/:sellerId/invitations/:invitationId')
  @HttpCode(204)
  @Access({ roles: ['seller'] })
  @Throws(NotFound)
  withdraw(
    @Caller() actor: Actor,
    @WireId('sel', 'sellerId') sellerId: Id<'sel'>,
    @WireId('mem', 'invitationId') invitationId: Id<'mem'>,
  ): Promise<void> {
    return this.withdrawInvitation.run(actor, sellerId, invitationId);
  }

  /** The open invitations to the signed-in person. */
  @Get('me/invitations')
  @Access({ roles: ['buyer'] })
  mine(@Caller() actor: UserActor): Promise<InvitationPage> {
    return this.queries.myInvitations(actor);
  }

  /** Accept an invitation with its code: from the next request on the person acts for the seller. */
  @Post('me/invitations/:invitationId/acceptance')
  @HttpCode(200)
  @Access({ roles: ['buyer'] })
  @RateClass('auth')
  @Idempotent('optional')
  @Throws(NotFound, AlreadyMember)
  accept(
    @Caller() actor: UserActor,
    @WireId('mem', 'invitationId') invitationId: Id<'mem'>,
    @Body() body: AcceptanceDto,
    @IdempotencyScope() once: Once,
  ): Promise<MemberView> {
    return this.acceptInvitation.run(actor, invitationId, body.acceptanceCode, once);
  }
}
