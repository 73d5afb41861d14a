// SPDX-License-Identifier: Apache-2.0
import { IconBook2 } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'records/:record?',
        of_sync: true,
        open: () => import('./records'),
        place: { at: 2, to: '/records', word: 'frame.records', Icon: IconBook2 },
    },
];
