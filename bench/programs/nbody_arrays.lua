local n = tonumber(arg[1])
local sqrt = math.sqrt

local x = {0.0, 4.84, 8.34, 12.89, 15.37}
local y = {0.0, -1.16, 4.12, -15.11, -25.9}
local z = {0.0, -0.10, -0.4, -0.22, 0.179}
local vx = {0.0, 0.6, -1.01, 1.08, 0.97}
local vy = {0.0, 2.8, 1.82, 0.86, 0.59}
local vz = {0.0, -0.02, 0.008, -0.01, -0.034}
local mass = {39.47, 0.037, 0.011, 0.0017, 0.002}
local count = #mass
local dt = 0.01

for step = 1, n do
  for i = 1, count do
    for j = i + 1, count do
      local dx, dy, dz = x[i] - x[j], y[i] - y[j], z[i] - z[j]
      local d2 = dx * dx + dy * dy + dz * dz
      local mag = dt / (d2 * sqrt(d2))
      vx[i] = vx[i] - dx * mass[j] * mag
      vy[i] = vy[i] - dy * mass[j] * mag
      vz[i] = vz[i] - dz * mass[j] * mag
      vx[j] = vx[j] + dx * mass[i] * mag
      vy[j] = vy[j] + dy * mass[i] * mag
      vz[j] = vz[j] + dz * mass[i] * mag
    end
  end
  for i = 1, count do
    x[i] = x[i] + dt * vx[i]
    y[i] = y[i] + dt * vy[i]
    z[i] = z[i] + dt * vz[i]
  end
end
print(string.format('nbody %.9f %.9f %.9f', x[2], y[3], vz[4]))
