// SPDX-License-Identifier: Apache-2.0
import { IconHome } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    { path: '', of_sync: true, open: () => import('./home'), place: { at: 1, to: '', word: 'frame.home', Icon: IconHome } },
];
