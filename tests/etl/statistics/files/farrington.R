# Makes farrington_input.csv and farrington_expected.csv beside this file:
#   Rscript farrington.R        (R 4.2.2, surveillance 1.20.3)
# glm's convergence is tightened to 1e-14 as in the reference cases, and the rule that blanks weeks
# with few cases is off, so that every week can be compared.
suppressMessages(library(surveillance))
tight <- stats::glm.control
formals(tight)$epsilon <- 1e-14
formals(tight)$maxit <- 500
assignInNamespace("glm.control", tight, "stats")

set.seed(20261123)
weeks <- 330
t <- seq_len(weeks)
season <- function(size) exp(size * cos(2 * pi * t / 52))
negative <- function(mu, phi) rnbinom(weeks, mu = mu, size = mu / (phi - 1))
counts <- data.frame(
  rare = rpois(weeks, .03),
  sparse = rpois(weeks, .07 * season(.5)),
  few = negative(.4 * season(.6), 1.5),
  weekly = negative(2 * season(.3) * exp(-.1 * t / 52), 1.3),
  growing = negative(5 * exp(.25 * t / 52), 2),
  many = negative(60 * season(.2), 4),
  even = rbinom(weeks, 10, .9),
  summer = rpois(weeks, 3 * (t %% 52 %in% 20:32)),
  outbreak = rpois(weeks, 1.5) + 25 * (t %in% c(70:72, 180:183, 300:303)),
  begins = rpois(weeks, 1) * (t > 230)
)
counts$unobserved <- negative(4 * season(.3), 1.6)
counts$unobserved[sample(6:265, 40)] <- NA
write.csv(counts, "farrington_input.csv", row.names = FALSE, quote = FALSE)

flexible <- list(w = 3, noPeriods = 10, pastWeeksNotIncluded = 26, weightsThreshold = 2.58,
                 pThresholdTrend = 1)
original <- list(w = 3, noPeriods = 1, pastWeeksNotIncluded = 3, weightsThreshold = 1,
                 pThresholdTrend = .05)
cases <- list(
  delta = c(flexible, b = 5, alpha = .01, thresholdMethod = "delta"),
  nb_plugin = c(flexible, b = 5, alpha = .005, thresholdMethod = "nbPlugin"),
  muan = c(flexible, b = 5, alpha = .005, thresholdMethod = "muan"),
  two_years = c(flexible, b = 2, alpha = .005, thresholdMethod = "nbPlugin"),
  original = c(original, b = 5, alpha = .005, thresholdMethod = "delta"),
  original_muan = c(original, b = 4, alpha = .005, thresholdMethod = "muan")
)
judged <- seq(271, weeks, by = 4)
one <- function(case, series, week) {
  control <- c(cases[[case]], list(range = week, limit54 = c(0, 4), glmWarnings = FALSE))
  found <- suppressWarnings(
    farringtonFlexible(sts(observed = counts[[series]], frequency = 52), control = control)
  )
  data.frame(case = case, series = series, week = week,
             expected = signif(c(found@control$expected), 10),
             upper = signif(c(upperbound(found)), 10),
             pvalue = signif(c(found@control$pvalue), 10), alarm = as.integer(c(alarms(found))))
}
rows <- list()
for (case in names(cases)) for (series in names(counts)) for (week in judged) {
  # Some fits of seasons without cases end in an error in R ("singular matrix"): left out.
  row <- tryCatch(one(case, series, week), error = function(e) {
    cat(case, series, week, conditionMessage(e), "\n")
    NULL
  })
  rows[[length(rows) + 1]] <- row
}
write.csv(do.call(rbind, rows), "farrington_expected.csv", row.names = FALSE, quote = FALSE)
