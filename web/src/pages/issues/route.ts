// SPDX-License-Identifier: Apache-2.0
import { IconAlertTriangle } from '@tabler/icons-react';
import type { PageRoute } from '../../parts/page/route';

export const routes: PageRoute[] = [
    {
        path: 'issues',
        of_sync: true,
        open: () => import('./issues_page'),
        place: { at: 5, to: '/issues', word: 'frame.issues', Icon: IconAlertTriangle },
    },
    { path: 'issues/matches', of_sync: true, open: () => import('./matches_page') },
    { path: 'issues/conflicts', of_sync: true, open: () => import('./conflicts_page') },
];
