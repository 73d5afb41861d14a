// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    { path: 'connections/oauth', open: () => import('./oauth') },
    { path: 'oauth/callback', open: async () => ({ default: (await import('./oauth')).OAuthReturn }) },
];
