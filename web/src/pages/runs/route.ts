// SPDX-License-Identifier: Apache-2.0
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    { path: 'runs', open: () => import('./runs') },
    { path: 'runs/:run', open: () => import('./run') },
];
