// SPDX-License-Identifier: Apache-2.0
// The two halves of what happens: what arrived, and what was asked of the apps. On a phone the second has no place in the bar.
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import classes from './activity_tabs.module.css';
import { usePath } from './current_sync';

export function ActivityTabs() {
    const { t } = useTranslation();
    const path = usePath();
    return (
        <nav className={classes.tabs} aria-label={t('activity.label')}>
            <NavLink to={path('/events')}>{t('frame.events')}</NavLink>
            <NavLink to="/calls">{t('frame.calls')}</NavLink>
        </nav>
    );
}
