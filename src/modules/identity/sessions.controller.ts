import { Body, Controller, Delete, Headers, HttpCode, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { Access, RateClass, Throws } from '../../platform/http/index.js';
import { RefreshDto, SessionView, SignInDto } from './identity.dto.js';
import { InvalidCredentials, InvalidRefreshToken } from './identity.errors.js';
import { RefreshSession } from './refresh-session.js';
import { SignIn } from './sign-in.js';
import { SignOut } from './sign-out.js';

@ApiTags('identity')
@Controller('v1/sessions')
export class SessionsController {
  constructor(
    private readonly signIn: SignIn,
    private readonly refresh: RefreshSession,
    private readonly signOut: SignOut,
  ) {}

  /** Sign in with e-mail address and password. */
  @Post()
  @Access({ roles: ['anyone'] })
  @RateClass('auth')
  @Throws(InvalidCredentials)
  async create(@Body() body: SignInDto, @Headers('user-agent') device = ''): Promise<SessionView> {
    return SessionView.of(await this.signIn.run({ ...body, device }));
  }

  /**
   * Trade a refresh token for new tokens.
   * Each refresh token works once; one that comes a second time ends its whole session, save within ten seconds from
   * the same device.
   */
  @Post('refresh')
  @Access({ roles: ['anyone'] })
  @RateClass('auth')
  @Throws(InvalidRefreshToken)
  async renew(@Body() body: RefreshDto, @Headers('user-agent') device = ''): Promise<SessionView> {
    return SessionView.of(await this.refresh.run(body.refreshToken, device));
  }

  /** Sign out: the session of the access token ends with all its tokens. */
  @Delete('current')
  @HttpCode(204)
  @Access({ roles: ['buyer'] })
  end(@Headers('authorization') authorization = ''): Promise<void> {
    return this.signOut.run(authorization.replace(/^bearer /i, '').trim());
  }
}
