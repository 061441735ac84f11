import { BadSettings, loadConfig } from '../../../src/platform/config/index.js';

describe('the settings of the network', () => {
  it('trust no proxy and publish no metrics without a word', () => {
    const { trustedProxies, metricsPort, metricsHost } = loadConfig({});

    expect({ trustedProxies, metricsPort, metricsHost }).toEqual({
      trustedProxies: [],
      metricsPort: undefined,
      metricsHost: '127.0.0.1',
    });
  });

  it('name proxies by address and by network', () => {
    const { trustedProxies } = loadConfig({ SOUK_TRUSTED_PROXIES: '10.0.0.0/8, 192.0.2.7,2001:db8::/32' });

    expect(trustedProxies).toEqual(['10.0.0.0/8', '192.0.2.7', '2001:db8::/32']);
  });

  it('refuse what is neither, and a port that is none', () => {
    let faults: readonly string[] = [];
    try {
      loadConfig({ SOUK_TRUSTED_PROXIES: '10.0.0.0/8,true,10.0.0.0/33', SOUK_METRICS_PORT: '70000' });
    } catch (error) {
      faults = (error as BadSettings).faults;
    }

    expect(faults).toEqual([
      'SOUK_TRUSTED_PROXIES must be addresses or networks like 10.0.0.0/8, not “true, 10.0.0.0/33”',
      'SOUK_METRICS_PORT must be a whole number from 1 to 65535, not “70000”',
    ]);
  });
});
