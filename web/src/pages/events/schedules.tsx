// SPDX-License-Identifier: Apache-2.0
// Times at which something happens: each becomes an event. Folded, as the addresses to post to are.
import { Autocomplete, Button, Checkbox, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '../../api/client';
import { Ago } from '../../parts/numbers/numbers';
import { absolute } from '../../parts/numbers/say';
import { Trouble } from '../../parts/page/page';
import { SureButton } from '../../parts/sure_button';
import classes from './events.module.css';
import { useCreateSchedule, useRemoveSchedule, useSchedules, useTurnSchedule } from './queries';

type Schedule = Schemas['Schedule'];
const every_week_day = [1, 2, 3, 4, 5, 6, 7];
const own_zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
// 1 is Monday, as it was on 1 January 2024.
const dayName = (day: number, language: string, length: 'long' | 'short') =>
    new Date(Date.UTC(2024, 0, day)).toLocaleDateString(language, { weekday: length, timeZone: 'UTC' });

export function Schedules() {
    const { t } = useTranslation();
    const schedules = useSchedules();
    const items = schedules.data?.items ?? [];
    return (
        <details className={classes.folded}>
            <summary>
                {t('schedules.title')}
                {items.length > 0 && <span className="dim"> {items.length}</span>}
            </summary>
            <p className={classes.why}>{t('schedules.why')}</p>
            {schedules.isError && (
                <Trouble
                    what={t('schedules.unreadable')}
                    error={schedules.error}
                    retry={() => {
                        void schedules.refetch();
                    }}
                />
            )}
            {items.length > 0 && (
                <ul className={classes.hooks}>
                    {items.map((each) => (
                        <Line key={each.id} schedule={each} />
                    ))}
                </ul>
            )}
            <NewSchedule />
        </details>
    );
}

function useTimesWords(): (schedule: Schedule) => string {
    const { t, i18n } = useTranslation();
    return ({ every, minutes, at, weekdays, zone }) => {
        if (every === 'minutes') return t('schedules.each_minutes', { count: minutes ?? 0 });
        if (every === 'day') return t('schedules.each_day', { at, zone });
        const names = weekdays.map((day) => dayName(day, i18n.language, 'long'));
        return t('schedules.each_week', { at, zone, days: new Intl.ListFormat(i18n.language).format(names) });
    };
}

function Line({ schedule }: { schedule: Schedule }) {
    const { t, i18n } = useTranslation();
    const times = useTimesWords();
    const turn = useTurnSchedule();
    const remove = useRemoveSchedule();
    const [asked, setAsked] = useState(false);
    const is_paused = schedule.paused_at !== null;
    const next = schedule.next[0];
    return (
        <li>
            <div className={classes.hook}>
                <b>{schedule.label}</b>
                <p>{times(schedule)}</p>
                <p className="small dim">
                    {is_paused || next === undefined
                        ? t('schedules.paused')
                        : t('schedules.next', { at: absolute(new Date(next), i18n.language) })}
                    {' · '}
                    {t('schedules.fired', { count: schedule.fired })}
                    {schedule.last_at !== null && (
                        <>
                            {', '}
                            {t('hooks.last')} <Ago at={schedule.last_at} />
                        </>
                    )}
                    {schedule.left_out > 0 && <> · {t('schedules.left_out', { count: schedule.left_out })}</>}
                </p>
                {turn.isError && <Trouble what={t('schedules.not_changed')} error={turn.error} />}
                {remove.isError && <Trouble what={t('schedules.not_removed')} error={remove.error} />}
            </div>
            <div className={classes.buttons}>
                {!asked && (
                    <Button
                        size="xs"
                        variant="default"
                        loading={turn.isPending}
                        onClick={() => {
                            turn.mutate({ id: schedule.id, on: is_paused });
                        }}
                    >
                        {t(is_paused ? 'schedules.resume' : 'schedules.pause')}
                    </Button>
                )}
                <SureButton
                    size="xs"
                    ask={t('schedules.remove')}
                    sure={t('schedules.remove_sure')}
                    pending={remove.isPending}
                    onAsked={setAsked}
                    act={() => {
                        remove.mutate(schedule.id);
                    }}
                />
            </div>
        </li>
    );
}

function NewSchedule() {
    const { t, i18n } = useTranslation();
    const create = useCreateSchedule();
    const [label, setLabel] = useState('');
    const [every, setEvery] = useState<Schedule['every']>('week');
    const [minutes, setMinutes] = useState<number | string>(15);
    const [at, setAt] = useState('08:00');
    const [days, setDays] = useState([1, 2, 3, 4, 5]);
    const [zone, setZone] = useState(own_zone);
    const [missed, setMissed] = useState<Schedule['missed']>('once');
    const submit = (event: FormEvent) => {
        event.preventDefault();
        const times = every === 'minutes' ? { minutes: Number(minutes) } : every === 'day' ? { at } : { at, weekdays: days };
        create.mutate(
            { label: label.trim(), every, zone: zone.trim(), missed, ...times },
            {
                onSuccess: () => {
                    setLabel('');
                },
            },
        );
    };
    return (
        <form onSubmit={submit} className={classes.schedule}>
            <TextInput
                label={t('schedules.label')}
                placeholder={t('schedules.label_example')}
                required
                maxLength={100}
                value={label}
                onChange={(event) => {
                    setLabel(event.currentTarget.value);
                }}
            />
            <NativeSelect
                label={t('schedules.every')}
                value={every}
                data={(['week', 'day', 'minutes'] as const).map((value) => ({ value, label: t(`schedules.every_${value}`) }))}
                onChange={(event) => {
                    setEvery(event.currentTarget.value as typeof every);
                }}
            />
            {every === 'minutes' ? (
                <NumberInput
                    label={t('schedules.minutes')}
                    required
                    min={1}
                    max={1440}
                    allowDecimal={false}
                    value={minutes}
                    onChange={setMinutes}
                />
            ) : (
                <>
                    <TextInput
                        type="time"
                        label={t('schedules.at')}
                        required
                        value={at}
                        onChange={(event) => {
                            setAt(event.currentTarget.value);
                        }}
                    />
                    <Autocomplete
                        label={t('schedules.zone')}
                        required
                        maxLength={60}
                        limit={12}
                        data={Intl.supportedValuesOf('timeZone')}
                        value={zone}
                        onChange={setZone}
                        spellCheck={false}
                    />
                </>
            )}
            {every === 'week' && (
                <Checkbox.Group
                    label={t('schedules.weekdays')}
                    value={days.map(String)}
                    onChange={(chosen) => {
                        setDays(every_week_day.filter((day) => chosen.includes(String(day))));
                    }}
                    className={classes.whole ?? ''}
                >
                    <div className={classes.days}>
                        {every_week_day.map((day) => (
                            <Checkbox key={day} value={String(day)} label={dayName(day, i18n.language, 'short')} />
                        ))}
                    </div>
                </Checkbox.Group>
            )}
            <NativeSelect
                label={t('schedules.missed')}
                description={t('schedules.missed_why')}
                value={missed}
                className={classes.whole ?? ''}
                data={(['once', 'skip', 'all'] as const).map((value) => ({ value, label: t(`schedules.missed_${value}`) }))}
                onChange={(event) => {
                    setMissed(event.currentTarget.value as typeof missed);
                }}
            />
            <div className={classes.whole}>
                <Button
                    type="submit"
                    variant="default"
                    loading={create.isPending}
                    disabled={every === 'week' && days.length === 0}
                >
                    {t('schedules.make')}
                </Button>
                {create.isError && <Trouble what={t('schedules.not_made')} error={create.error} />}
            </div>
        </form>
    );
}
