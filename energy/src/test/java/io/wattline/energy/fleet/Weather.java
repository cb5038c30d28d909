package io.wattline.energy.fleet;

/// The outdoor temperature of a site, hour by hour: the season, fronts that last for days, and the hour of the day.
final class Weather {

    private final double[] hourly;

    Weather(long seed, int site, int days) {
        Chance chance = new Chance(seed, site, 9);
        int firstDay = chance.whole(0, 365);
        double[] front = new double[days + 3];
        for (int day = 1; day < front.length; day++) {
            front[day] = 0.75 * front[day - 1] + chance.normal(0, 2.8);
        }
        hourly = new double[days * 24 + 48];
        for (int hour = 0; hour < hourly.length; hour++) {
            double day = hour / 24.0;
            double season = 10 + 10 * Math.cos(2 * Math.PI * (firstDay + day - 200) / 365.25);
            int whole = (int) day;
            double passing = front[whole] + (day - whole) * (front[Math.min(whole + 1, days + 2)] - front[whole]);
            hourly[hour] = season + passing + 4 * Math.cos(2 * Math.PI * (hour % 24 - 15) / 24);
        }
    }

    double at(int minute) {
        return hourly[Math.min(hourly.length - 1, minute / 60)];
    }
}
