// SPDX-License-Identifier: Apache-2.0
// What surrounds every page: rail (a bar at the bottom on phones), top bar, sandbox frame, and the strip that speaks up only when
// something needs a person.
import { ActionIcon, Menu, NativeSelect, Tooltip, UnstyledButton } from '@mantine/core';
import {
    IconAlertTriangle,
    IconCommand,
    IconFlask,
    IconLogout,
    IconMoon,
    IconRefresh,
    IconSearch,
    IconSettings,
    IconSun,
    IconUser,
    IconUsers,
} from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, useLocation, useNavigate } from 'react-router';
import type { Schemas } from '../../api/client';
import { useInstallation, useSignOut, useStatus } from '../../api/queries';
import { useLive } from '../../api/stream';
import { reload } from '../boundary/boundary';
import { chooseLanguage } from '../../words/words';
import { inSync, useCurrent, usePath } from '../current_sync';
import { healthSentence, needsLook } from '../health/health';
import type { Place } from '../page/route';
import { useScheme } from '../scheme';
import { Commands, useCommandKeys } from './commands';
import classes from './frame.module.css';
import { Mark } from './mark';
import { Observing } from './observing';

export function Frame({ user, places, children }: { user: Schemas['User'] | null; places: Place[]; children: ReactNode }) {
    const { t } = useTranslation();
    const current = useCurrent();
    // A clinic's own server has no simulated apps, and no place for them.
    const has_sandbox = useInstallation().data?.sandbox === true;
    const shown = places.filter((place) => has_sandbox || place.to !== '/sandbox');
    const [commands, setCommands] = useState(false);
    useCommandKeys(() => {
        setCommands(true);
    });
    return (
        <div className={classes.shell} data-sandbox={current.sandbox}>
            <a href="#content" className={classes.skip}>
                {t('frame.skip')}
            </a>
            <nav className={classes.rail} aria-label={t('frame.places')}>
                <Link to="/" className={classes.brand} aria-label="Lockstep">
                    <Mark size={24} />
                    <span>Lockstep</span>
                </Link>
                <Places places={shown} />
            </nav>
            <div className={classes.column}>
                <header className={classes.top}>
                    <Link to="/" className={classes.brand_small} aria-label="Lockstep">
                        <Mark size={22} />
                    </Link>
                    <SyncChoice />
                    <UnstyledButton
                        className={classes.find}
                        onClick={() => {
                            setCommands(true);
                        }}
                        aria-keyshortcuts="Control+K"
                    >
                        <IconSearch size={16} aria-hidden />
                        <span>{t('frame.find')} </span>
                        <kbd>Ctrl K</kbd>
                    </UnstyledButton>
                    <LanguageSwitch />
                    <ThemeSwitch />
                    <Person user={user} />
                </header>
                {current.sandbox && (
                    <div className={classes.sandbox} role="note">
                        <IconFlask size={16} aria-hidden />
                        <b>{t('sandbox.word')}</b>
                        <span>{t('sandbox.meaning')}</span>
                        {has_sandbox && <Link to="/sandbox">{t('sandbox.open')}</Link>}
                    </div>
                )}
                <Observing />
                <Strip />
                <main id="content" className={classes.content} tabIndex={-1}>
                    {children}
                </main>
            </div>
            <Commands
                opened={commands}
                places={shown}
                close={() => {
                    setCommands(false);
                }}
            />
        </div>
    );
}

function Places({ places }: { places: Place[] }) {
    const { t } = useTranslation();
    const { sync } = useCurrent();
    const path = usePath();
    return (
        <ul className={classes.places}>
            {places.map(({ to, word, Icon, of_sync }) => (
                <li key={to} data-rail-only={['/settings', '/calls', '/catalogue', '/sandbox', '/mapping'].includes(to)}>
                    <NavLink to={of_sync ? path(to) : to} end={to === ''} className={classes.place ?? ''}>
                        <Icon size={20} stroke={1.6} aria-hidden />
                        <span>{t(word)}</span>
                        {to === '/issues' && sync !== null && <OpenIssues sync={sync.id} />}
                    </NavLink>
                </li>
            ))}
        </ul>
    );
}

function OpenIssues({ sync }: { sync: string }) {
    const { t } = useTranslation();
    const count = useStatus(sync).data?.counts.open_issues ?? 0;
    if (count === 0) return null;
    return (
        <b className={classes.badge} aria-label={t('frame.open_issues', { count })}>
            {count > 99 ? '99+' : count}
        </b>
    );
}

// The page that is open, for another sync: the list, without what was opened or filtered in it.
function samePage(pathname: string): string {
    const page = /^\/syncs\/[^/]+(\/[a-z]+)/.exec(pathname)?.[1];
    return page ?? '';
}

function SyncChoice() {
    const { t } = useTranslation();
    const { sync, syncs } = useCurrent();
    const go = useNavigate();
    const { pathname } = useLocation();
    if (syncs.length === 0) return <span className={classes.account} />;
    if (sync !== null && syncs.length === 1)
        return (
            <span className={classes.account} title={sync.label}>
                {sync.label}
            </span>
        );
    return (
        <NativeSelect
            className={classes.account ?? ''}
            aria-label={t('frame.sync')}
            value={pathname === '/' ? '' : (sync?.id ?? '')}
            data={[{ value: '', label: t('syncs.all') }, ...syncs.map((each) => ({ value: each.id, label: each.label }))]}
            onChange={(happened) => {
                void go(happened.currentTarget.value === '' ? '/' : inSync(happened.currentTarget.value, samePage(pathname)));
            }}
        />
    );
}

export function LanguageSwitch() {
    const { t, i18n } = useTranslation();
    const other = i18n.language === 'fr' ? 'en' : 'fr';
    return (
        <Tooltip label={t('frame.other_language')}>
            <UnstyledButton
                className={classes.language}
                lang={other}
                onClick={() => {
                    void chooseLanguage(other);
                }}
                aria-label={`${other.toUpperCase()} ${t('frame.other_language')}`}
            >
                {other.toUpperCase()}
            </UnstyledButton>
        </Tooltip>
    );
}

export function ThemeSwitch() {
    const { t } = useTranslation();
    const { dark, toggle } = useScheme();
    const words = dark ? t('frame.light') : t('frame.dark');
    return (
        <Tooltip label={words}>
            <ActionIcon onClick={toggle} aria-label={words}>
                {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
            </ActionIcon>
        </Tooltip>
    );
}

function Person({ user }: { user: Schemas['User'] | null }) {
    const { t } = useTranslation();
    const signOut = useSignOut();
    return (
        <Menu position="bottom-end" width={260}>
            <Menu.Target>
                <ActionIcon aria-label={t('frame.person')}>
                    <IconUser size={18} />
                </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
                {user !== null && (
                    <Menu.Label>
                        {user.email} · {t(`persons.role_${user.role}`)}
                    </Menu.Label>
                )}
                <Menu.Item component={Link} to="/settings" leftSection={<IconSettings size={16} />}>
                    {t('frame.settings')}
                </Menu.Item>
                <Menu.Item component={Link} to="/settings/people" leftSection={<IconUsers size={16} />}>
                    {t('frame.people')}
                </Menu.Item>
                <Menu.Item
                    leftSection={<IconLogout size={16} />}
                    onClick={() => {
                        signOut.mutate();
                    }}
                >
                    {t('frame.sign_out')}
                </Menu.Item>
            </Menu.Dropdown>
        </Menu>
    );
}

// What the current sync, or a connection of another one, suffers from. Asked for here only where there is a sync.
function SyncStrip({ sync, children }: { sync: Schemas['Sync']; children: ReactNode }) {
    const { t } = useTranslation();
    const { pathname } = useLocation();
    const status = useStatus(sync.id).data;
    // Its own home says it at length.
    const at_home = pathname === inSync(sync.id) || pathname === `${inSync(sync.id)}/`;
    if (status === undefined || !needsLook(status.health) || at_home) return children;
    return (
        <div className={classes.strip} data-tone={status.health.weight === 'alarm' ? 'alarm' : undefined} role="status">
            <IconAlertTriangle size={16} aria-hidden />
            <span>{healthSentence(status.health)}</span>
            <Link to={inSync(sync.id)}>{t('strip.health_do')}</Link>
        </div>
    );
}

function Strip() {
    const { sync } = useCurrent();
    return sync === null ? (
        <OtherStrip />
    ) : (
        <SyncStrip sync={sync}>
            <OtherStrip />
        </SyncStrip>
    );
}

// One sentence and one action, the most pressing one.
function OtherStrip() {
    const { t } = useTranslation();
    const { sync, connections } = useCurrent();
    const live = useLive();
    const { pathname } = useLocation();
    const broken = connections.find((connection) => connection.state === 'needs_credential');
    if (broken !== undefined && !pathname.startsWith('/connections')) {
        return (
            <div className={classes.strip} role="status">
                <IconAlertTriangle size={16} aria-hidden />
                <span>{t('strip.credential', { label: broken.label })}</span>
                <Link to={`/connections/${broken.id}`}>{t('strip.credential_do')}</Link>
            </div>
        );
    }
    const ailing = connections.find((connection) => connection.health.weight === 'alarm');
    if (ailing !== undefined && !pathname.startsWith('/connections') && sync === null) {
        return (
            <div className={classes.strip} data-tone="alarm" role="status">
                <IconAlertTriangle size={16} aria-hidden />
                <span>{healthSentence(ailing.health)}</span>
                <Link to={`/connections/${ailing.id}`}>{t('strip.health_do')}</Link>
            </div>
        );
    }
    if (live.outdated) {
        return (
            <div className={classes.strip} role="status">
                <IconRefresh size={16} aria-hidden />
                <span>{t('strip.outdated')}</span>
                <button type="button" onClick={reload}>
                    {t('strip.outdated_do')}
                </button>
            </div>
        );
    }
    if (live.state === 'lost') {
        return (
            <div className={classes.strip} data-tone="quiet" role="status">
                <IconCommand size={16} aria-hidden />
                <span>{t('strip.stream_lost')}</span>
            </div>
        );
    }
    if (sync?.state === 'paused' && !pathname.endsWith('/plan')) {
        return (
            <div className={classes.strip} data-tone="quiet" role="status">
                <span>{t('strip.paused')}</span>
                <Link to={inSync(sync.id, '/plan')}>{t('strip.paused_do')}</Link>
            </div>
        );
    }
    return null;
}
