// SPDX-License-Identifier: Apache-2.0
// The line that stays while this installation only observes, because it may be a second copy.
import { IconEye } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { useInstallation } from '../../api/queries';
import classes from './frame.module.css';

export function Observing() {
    const { t } = useTranslation();
    const { pathname } = useLocation();
    if (useInstallation().data?.writes.state !== 'held' || pathname === '/settings') return null;
    return (
        <div className={classes.strip} role="status">
            <IconEye size={16} aria-hidden />
            <span>{t('settings.observing')}</span>
            <Link to="/settings">{t('settings.observing_do')}</Link>
        </div>
    );
}
