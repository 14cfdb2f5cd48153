# Writes survey_answers.csv (invented, seeded) and survey_expected.csv beside this file.
# Run in this folder: Rscript survey.R       Last run with R 4.2.2 and survey 4.1-1 (Debian 12).
library(survey)
options(survey.lonely.psu = "adjust", digits = 15)
set.seed(2025)
n <- 120
stratum <- rep(c("nord", "syd", "öst"), c(30, 50, 40))
answers <- data.frame(
  stratum = stratum,
  cluster = paste0(substr(stratum, 1, 1), sample(1:7, n, TRUE)),
  weight = round(runif(n, 0.5, 4), 3),
  units = unname(c(nord = 12, syd = 40, öst = 25)[stratum]),
  rows = unname(c(nord = 100, syd = 400, öst = 90)[stratum]),
  age = round(rnorm(n, 45, 15)),
  woman = rbinom(n, 1, 0.5),
  unsafe = rbinom(n, 1, ifelse(stratum == "syd", 0.4, 0.15))
)
answers$unsafe[sample(n, 12)] <- NA
write.csv(answers, "survey_answers.csv", row.names = FALSE, na = "")

designs <- list(
  plain = svydesign(~1, weights = ~1, data = answers),
  weights = svydesign(~1, weights = ~weight, data = answers),
  strata = svydesign(~1, strata = ~stratum, weights = ~weight, fpc = ~rows, data = answers),
  clusters = svydesign(~cluster, weights = ~weight, data = answers),
  both = svydesign(~cluster, strata = ~stratum, weights = ~weight, fpc = ~units, data = answers)
)
line <- function(name, domain, what, found, bounds) {
  data.frame(design = name, domain = domain, what = what, estimate = as.numeric(coef(found)),
             standard_error = as.numeric(SE(found)), lower = bounds[1], upper = bounds[2])
}
rows <- list()
for (name in names(designs)) for (domain in c("all", "women")) {
  design <- designs[[name]]
  if (domain == "women") design <- subset(design, woman == 1)
  age <- svymean(~age, design)
  rows[[length(rows) + 1]] <- line(name, domain, "age", age, as.numeric(confint(age)))
  unsafe <- svymean(~unsafe, design, na.rm = TRUE)
  logit <- svycontrast(setNames(unsafe, "p"), quote(log(p / (1 - p))))
  bounds <- plogis(as.numeric(confint(logit, df = degf(design))))  # svyciprop, without its glm's tolerance
  stopifnot(max(abs(bounds - attr(svyciprop(~unsafe, design, na.rm = TRUE), "ci"))) < 1e-5)
  rows[[length(rows) + 1]] <- line(name, domain, "unsafe", unsafe, bounds)
}
expected <- do.call(rbind, rows)
expected[, 4:7] <- signif(expected[, 4:7], 12)
write.csv(expected, "survey_expected.csv", row.names = FALSE)
print(expected)
